import { runHook } from '../engine/hook';
import type { Stage } from '../engine/stage';
import { done, waiting } from '../wait';
import type { TargetPod } from '../targets/target';
import type { Scenario } from '../engine/scenario';
import { answerOf } from './answer';

/** Also where a pod has room for some more lines first. */
const FULL_DEADLINE_MS = 30_000;

/** What a pod on a full disk answers. */
const TOLD = [
  ['/visits', '200', 'reads are served'],
  ['/livez', '200', 'it is alive'],
  ['/readyz', '503', 'it is not ready'],
] as const;

export const fill: Scenario = {
  name: 'fill',
  level: 'hazard',
  does: 'fills the volumes, and gives the space back',
  heldWhen:
    'visits are refused with disk-full, none of them is counted, no process ends, and it heals by itself',
  long: true,
  load: 'disrupted',
  unmet: ({ hooks, where }) =>
    hooks.fill || where === 'cluster' ? null : 'not tested: a full disk (give --fill)',
  changes: ({ hooks, where, apps }) =>
    where === 'cluster'
      ? apps.map((app) => `a file on each volume of ${app} until it is full, and its removal`)
      : [`VISITS_STEP=fill ${hooks.fill}`, `VISITS_STEP=free ${hooks.fill}`],
  async act(stage) {
    const boots = stage.pods.map((pod) => stage.processOf(pod).boot);
    const free = await fillAll(stage);
    try {
      await Promise.all(stage.pods.map((pod) => untilFull(stage, pod)));
      for (const pod of stage.pods)
        for (const [path, expected, what] of TOLD) {
          const { status } = await answerOf(stage, pod, path);
          stage.check(`${pod.name}: ${what}`, expected, String(status));
        }
      // Long enough for a kubelet to end what it takes for dead.
      if (stage.target.cluster) await outOfService(stage);
    } finally {
      await free();
    }
    await stage.settled();
    for (const [place, pod] of stage.pods.entries())
      stage.check(`${pod.name}: the same process`, boots[place] ?? '-', stage.processOf(pod).boot ?? '-');
  },
};

function outOfService(stage: Stage): Promise<void> {
  return stage.until('every pod is out of service', FULL_DEADLINE_MS, () => {
    const served = stage.pods.find(({ ready }) => ready);
    return served ? waiting(`${served.name} is ready`) : done(undefined);
  });
}

/** Gives what frees them. */
async function fillAll({ target, hooks }: Stage): Promise<() => Promise<void>> {
  if (target.fill) return target.fill();
  const step = async (name: 'fill' | 'free') => {
    for (const { env } of target.hooked())
      await runHook('--fill', hooks.fill!, { ...env, VISITS_STEP: name });
  };
  try {
    await step('fill');
  } catch (error) {
    await step('free');
    throw error;
  }
  return () => step('free');
}

/** Each visit is of the run like any other: one that is acknowledged must be there, one that is refused must not. */
async function untilFull(stage: Stage, { app, name, origin }: TargetPod): Promise<void> {
  await stage.until(`${name} refuses with disk-full`, FULL_DEADLINE_MS, async () => {
    const outcome = await stage.load.visit(`f.${name}`, { app, target: name, origin });
    if (outcome.kind === 'refused' && outcome.code === 'disk-full') return done(undefined);
    return waiting(outcome.kind === 'acked' ? 'it still counts' : (outcome.code ?? outcome.kind));
  });
}
