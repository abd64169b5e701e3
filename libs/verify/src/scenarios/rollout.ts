import { DRAIN_RATE } from '../engine/stage';
import type { Scenario } from '../engine/scenario';

export const rollout: Scenario = {
  name: 'rollout',
  level: 'disturb',
  does: 'replaces every pod, as a new template does',
  heldWhen:
    'highest ordinal first, one at a time, and nothing is lost; a visit without an answer is reported',
  long: true,
  load: 'disrupted',
  changes: ({ apps }) => apps.map((app) => `kubectl rollout restart statefulset ${app}`),
  async act(stage) {
    await stage.forEachApp(async (app) => {
      const expected = stage.target.pods(app).map(({ name }) => name);
      let endBurst = async () => {};
      const rolled = await stage.target.roll(app, stage.signal, async (pod) => {
        await endBurst();
        endBurst = await stage.expose(pod, DRAIN_RATE);
        stage.disrupt(pod, 'rollout');
      });
      await endBurst();
      stage.call('restart', `statefulset/${app}`, 'done');
      const order = rolled.map(({ name }) => name).join(' ');
      stage.check(`${app}: highest ordinal first`, expected.reverse().join(' '), order);
      for (const { name, away } of rolled)
        stage.check(`${name}: no other pod is away when it goes`, 'none', away.join(' ') || 'none');
    });
  },
};
