import { done, waiting } from '../wait';
import type { Scenario } from '../engine/scenario';

export const scale: Scenario = {
  name: 'scale',
  level: 'disturb',
  does: 'scales each app to one pod and back',
  heldWhen: 'every acknowledged visit is there; the claims stay, and their counts go on',
  load: 'disrupted',
  unmet({ replicas, own, deletesClaims }) {
    if (replicas < 2) return 'it needs at least 2 replicas';
    if (own || !deletesClaims?.scaled) return null;
    return 'its claims would be deleted with their pods (whenScaled is Delete)';
  },
  changes: ({ apps, replicas }) =>
    apps.flatMap((app) => [1, replicas].map((n) => `kubectl scale statefulset ${app} --replicas=${n}`)),
  async act(stage) {
    const { target } = stage;
    await stage.forEachApp(async (app) => {
      const before = target.pods(app);
      const replicas = before.length;
      const highest = before.at(-1)!;
      await stage.drain(highest, 'scale', async () => {
        for (const pod of before.slice(1, -1)) stage.disrupt(pod, 'scale');
        await target.scale(app, 1);
      });
      stage.call('scale', `statefulset/${app}`, 'done', { undo: `--replicas=${replicas}` });
      await stage.until(`${app} scaled down`, target.deadlines.stopMs, () =>
        target.pods(app).length === 1 ? done(undefined) : waiting(`${target.pods(app).length} pods`),
      );
      await target.scale(app, replicas);
      stage.call('scale', `statefulset/${app}`, 'done');
      await stage.settled([app]);
      stage.check(`${app}: the same claims`, claims(before), claims(target.pods(app)));
    });
  },
};

const claims = (pods: readonly { claim: string }[]) => pods.map(({ claim }) => claim).join(' ');
