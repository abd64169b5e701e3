import type { Stage } from '../engine/stage';
import { done, waiting } from '../wait';
import type { Scenario } from '../engine/scenario';

/** A cluster’s DNS keeps an old answer for half a minute. */
const FRESH_MS = 40_000;

export const dns: Scenario = {
  name: 'dns',
  level: 'read',
  does: 'resolves each pod’s own name, and the records of the governing Service, from the writer’s pod',
  heldWhen: 'the governing Service is headless, and each name leads to its pod',
  where: 'cluster',
  load: 'calm',
  changes: () => [],
  async act(stage) {
    await stage.forEachApp(async (app) => {
      const { name, clusterIP, suffix, port } = await stage.cluster.governing(app);
      stage.check(`${app}: its governing Service is headless`, 'None', clusterIP, name);
      for (const pod of stage.target.pods(app)) {
        const { hostname } = new URL(pod.origin);
        const seen = await resolved(stage, `${pod.name}.${suffix}`, 'A', [hostname]);
        stage.check(`${pod.name}: its own name`, hostname, seen);
      }
      const expected = stage.target
        .pods(app)
        .map((pod) => pod.name)
        .sort();
      const srv = await resolved(stage, `_${port}._tcp.${suffix}`, 'SRV', expected);
      stage.check(`${app}: its SRV records`, expected.join(' '), srv);
    });
  },
};

/** The answers once they are as expected, or what they were in the end. */
async function resolved(
  stage: Stage,
  name: string,
  type: 'A' | 'SRV',
  expected: readonly string[],
): Promise<string> {
  let seen = '';
  try {
    return await stage.until(`${name} resolves`, FRESH_MS, async () => {
      const { answers, error } = await stage.load.resolve(name, type);
      const names = type === 'A' ? answers : answers.map((answer) => answer.split('.')[0]!).sort();
      seen = error ?? names.join(' ');
      return seen === expected.join(' ') ? done(seen) : waiting(seen || 'nothing');
    });
  } catch (error) {
    if (stage.signal.aborted) throw error;
    return seen;
  }
}
