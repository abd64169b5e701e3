import type { Scenario } from '../engine/scenario';

export const recreate: Scenario = {
  name: 'recreate',
  level: 'hazard',
  does: 'deletes each set and makes it again: once with its pods left running, once with them',
  heldWhen: 'orphaned pods go on and are taken over; afterwards nothing is lost and counts go on',
  where: 'cluster',
  long: true,
  load: 'disrupted',
  unmet: ({ own, deletesClaims }) =>
    !own && deletesClaims?.deleted ? 'its claims would be deleted with it (whenDeleted is Delete)' : null,
  changes: ({ apps }) =>
    apps.flatMap((app) =>
      ['orphan', 'foreground'].map(
        (how) => `kubectl delete statefulset ${app} --cascade=${how}; kubectl create`,
      ),
    ),
  async act(stage) {
    await stage.forEachApp(async (app) => {
      const before = stage.target.pods(app).map(({ uid }) => uid);
      await stage.cluster.recreate(app, 'Orphan');
      await stage.settled([app]);
      const after = stage.target.pods(app).map(({ uid }) => uid);
      stage.check(`${app}: orphaned pods are taken over`, before.join(' '), after.join(' '));
      const pods = stage.target.pods(app);
      await stage.drain(pods.at(-1)!, 'recreate', async () => {
        for (const pod of pods.slice(0, -1)) stage.disrupt(pod, 'recreate');
        await stage.cluster.recreate(app, 'Foreground');
      });
    });
  },
};
