import { setTimeout as pause } from 'node:timers/promises';
import type { Stage } from '../engine/stage';
import { done, waiting } from '../wait';
import type { TargetPod } from '../targets/target';
import type { Scenario } from '../engine/scenario';

/** A budget hears a little later than its set that all pods are well. */
const BUDGET_DEADLINE_MS = 30_000;
const AGAIN_MS = 1_000;

export const drain: Scenario = {
  name: 'drain',
  level: 'hazard',
  does: 'cordons the node of each app’s highest pod and evicts it; asks for a second one at once',
  heldWhen: 'the budget refuses the second eviction, and nothing is lost',
  where: 'cluster',
  long: true,
  load: 'disrupted',
  changes: ({ apps, replicas }) =>
    apps.map((app) => `kubectl drain <node of ${app}-${replicas - 1}>; kubectl uncordon`),
  async act(stage) {
    for (const app of stage.target.apps) {
      const [lower, highest] = stage.target.pods(app).slice(-2);
      const pod = highest ?? lower!;
      const uncordon = await stage.cluster.cordon(pod.node ?? '-');
      try {
        await stage.drain(pod, 'drain', () => evicted(stage, pod));
        if (highest) await holdsBack(stage, lower!);
      } finally {
        await uncordon();
      }
      await stage.settled([app]);
    }
  },
};

/** As `kubectl drain` does it: again until it is allowed. One that never is says nothing of what is lost. */
function evicted(stage: Stage, pod: TargetPod): Promise<void> {
  return stage.until(`${pod.name} evicted`, BUDGET_DEADLINE_MS, async () => {
    const outcome = await stage.cluster.evict(pod);
    if (outcome === 'evicted') return done(undefined);
    await pause(AGAIN_MS, undefined, { signal: stage.signal });
    return waiting(outcome);
  });
}

async function holdsBack(stage: Stage, { app, ...lower }: TargetPod): Promise<void> {
  if (!(await stage.cluster.hasBudget(app)))
    return stage.limit(`${app} has no budget that may be seen: a second eviction was not asked for.`);
  const second = await stage.cluster.evict({ app, ...lower });
  stage.check(`${lower.name}: the budget holds it back`, 'refused by the budget', second);
}
