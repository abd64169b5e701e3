import type { Scenario } from '../engine/scenario';

/** No disk that keeps what it acknowledges is so fast: a write back cache, or none at all. */
const SUSPICIOUS_MS = 0.03;

export const storage: Scenario = {
  name: 'storage',
  level: 'write',
  does: 'writes and syncs 200 times on a volume of each app',
  heldWhen: 'each volume is mounted, and its pod’s user writes and syncs there',
  where: 'cluster',
  load: 'calm',
  changes: ({ apps }) => apps.map((app) => `a file of 200 lines on the volume of ${app}-0, and its removal`),
  async act(stage) {
    await stage.forEachApp(async (app) => {
      const [pod] = stage.target.pods(app);
      const { error, p50Ms = 0, p99Ms = 0 } = await stage.cluster.syncTimes(pod!);
      const took = error ? undefined : `fdatasync p50 ${p50Ms} ms, p99 ${p99Ms} ms`;
      stage.check(`${pod!.name}: its volume is writable`, 'yes', error ? `no: ${error}` : 'yes', took);
      if (!error && p50Ms < SUSPICIOUS_MS)
        stage.limit(
          `${pod!.name}: a sync takes ${p50Ms} ms: this storage may acknowledge what it has not kept.`,
        );
    });
  },
};
