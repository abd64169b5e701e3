import { done, waiting } from '../wait';
import type { Scenario } from '../engine/scenario';
import { answerOf } from './answer';

const VISITS = 10;

export const twoWriters: Scenario = {
  name: 'two-writers',
  level: 'disturb',
  does: 'starts a second process on a claim that is in use, and visits it',
  heldWhen: 'it is not ready, names who holds the volume, and writes no line',
  long: true,
  load: 'calm',
  unmet: ({ onePodOnly }) =>
    onePodOnly ? 'the cluster keeps a second pod away by itself (ReadWriteOncePod)' : null,
  changes: ({ apps }) => apps.map((app) => `a second process on the claim of ${app}-0`),
  async act(stage) {
    const { target, load } = stage;
    await stage.forEachApp(async (app) => {
      const second = await target.addSecondWriter(app, 0);
      stage.call('create', `pod/${second.pod.name}`, 'done', { undo: `delete pod/${second.pod.name}` });
      try {
        const { name } = second.pod;
        await stage.until(`${name} has an address`, target.deadlines.readyMs, () =>
          second.pod.origin === '' ? waiting(second.state().why) : done(undefined),
        );
        const { origin } = second.pod;
        // The first attempt to open has ended: before that it cannot know the holder.
        await stage.until(`${name} has started`, target.deadlines.readyMs, async () =>
          (await answerOf(stage, second.pod, '/startupz')).status === 200
            ? done(undefined)
            : waiting(second.state().why),
        );
        const health = await answerOf(stage, second.pod, '/health');
        const holder = stage.processOf(target.pods(app)[0]!);
        stage.check(`${name}: it is not ready`, '503', String(health.status));
        stage.check(`${name}: names who holds the volume`, holder.pod, holderIn(health.body));
        let [acked, refused] = [0, 0];
        for (let n = 0; n < VISITS; n++) {
          const outcome = await load.visit(`w.${app}`, { app, target: name, origin });
          if (outcome.kind === 'acked') acked++;
          if (outcome.kind === 'refused' && outcome.code === 'locked') refused++;
        }
        stage.check(`${name}: visits that it acknowledged`, '0', String(acked));
        // A visit that never got there would be no test of it.
        stage.check(`${name}: visits that it refused as locked`, String(VISITS), String(refused));
        stage.check(`${name}: it is still not ready`, 'no', second.state().ready ? 'yes' : 'no');
      } finally {
        await second.remove();
        stage.call('delete', `pod/${second.pod.name}`, 'done');
      }
    });
  },
};

/** Of the check that failed, in terminus' answer. */
function holderIn(body: string): string {
  try {
    const { error } = JSON.parse(body) as { error?: Record<string, { holder?: { pod?: unknown } }> };
    return String(error?.['journal']?.holder?.pod ?? 'nobody');
  } catch {
    return 'nobody';
  }
}
