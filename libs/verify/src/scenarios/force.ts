import { done, waiting } from '../wait';
import type { Scenario } from '../engine/scenario';

export const force: Scenario = {
  name: 'force',
  level: 'hazard',
  does: 'deletes a pod of each app with grace 0: its successor may start while it still runs',
  heldWhen: 'every acknowledged visit is there, and the counts go on',
  where: 'cluster',
  long: true,
  load: 'disrupted',
  changes: ({ apps, replicas }) =>
    apps.map((app) => `kubectl delete pod ${app}-${replicas - 1} --force --grace-period=0`),
  async act(stage) {
    await stage.forEachApp(async (app) => {
      const pod = stage.target.pods(app).at(-1)!;
      const endBurst = await stage.expose(pod);
      stage.disrupt(pod, 'force');
      const { boot } = stage.processOf(pod);
      await stage.cluster.force(pod);
      // Its object is gone, and its process goes on for a second or more.
      await stage.until(`${pod.name} answers no more`, stage.target.deadlines.stopMs, () =>
        stage.load.ackedLately({ app, boot }) > 0 ? waiting('it still counts') : done(undefined),
      );
      await endBurst();
    });
  },
};
