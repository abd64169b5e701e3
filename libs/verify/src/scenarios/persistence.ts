import type { Scenario } from '../engine/scenario';

export const persistence: Scenario = {
  name: 'persistence',
  level: 'disturb',
  does: 'deletes the highest pod of each app; another takes its name and its claim',
  heldWhen: 'every acknowledged visit is there, under the same claim and replica id, by another pod',
  load: 'disrupted',
  changes: ({ apps, replicas }) => apps.map((app) => `kubectl delete pod ${app}-${replicas - 1}`),
  async act(stage) {
    await stage.forEachApp(async (app) => {
      const pod = stage.target.pods(app).at(-1)!;
      await stage.drain(pod, 'delete', () => stage.target.replace(app, pod.ordinal));
      stage.call('delete', `pod/${pod.name}`, 'done', { uid: pod.uid });
      await stage.settled([app]);
      const next = stage.target.pods(app).at(-1)!;
      stage.check(`${pod.name}: the same claim`, pod.claim, next.claim);
      stage.check(`${pod.name}: another UID`, 'yes', next.uid === pod.uid ? 'no' : 'yes');
    });
  },
};
