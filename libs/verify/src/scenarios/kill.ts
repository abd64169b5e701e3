import type { Scenario } from '../engine/scenario';

const ROUNDS = { quick: 1, full: 5 } as const;

export const kill: Scenario = {
  name: 'kill',
  level: 'disturb',
  does: 'ends one process of each app without a drain, with visits under way',
  heldWhen: 'every acknowledged visit is there, under the same claim and replica id, by another boot',
  load: 'disrupted',
  changes: ({ apps }) => apps.map((app) => `kill -9 <process of one ${app}>`),
  async act(stage) {
    for (let round = 0; round < ROUNDS[stage.profile]; round++) {
      await stage.forEachApp(async (app) => {
        const pods = stage.target.pods(app);
        const pod = pods[Math.floor(stage.random() * pods.length)]!;
        await stage.kill(pod);
      });
      await stage.settled();
    }
  },
};
