import { setTimeout as pause } from 'node:timers/promises';
import { done, type Look, waiting } from '../wait';
import type { TargetPod } from '../targets/target';
import type { Scenario } from '../engine/scenario';

const KILLS = { quick: 8, full: 60 } as const;
const LONGEST_PAUSE_MS = 400;

export const storm: Scenario = {
  name: 'storm',
  level: 'disturb',
  does: 'ends processes at random moments, also while others are still coming back',
  heldWhen: 'every acknowledged visit is there',
  where: 'local',
  load: 'disrupted',
  changes: ({ apps }) => [`kill -9 <processes of ${apps.join(' and ')}, at random>`],
  async act(stage) {
    for (let kills = 0; kills < KILLS[stage.profile]; kills++) {
      const pod = await stage.until('a ready pod', stage.target.deadlines.readyMs, (): Look<TargetPod> => {
        const ready = stage.pods.filter((one) => one.ready && stage.processOf(one).boot !== undefined);
        const victim = ready[Math.floor(stage.random() * ready.length)];
        return victim ? done(victim) : waiting('none is');
      });
      await stage.kill(pod);
      // Not a wait for anything: the moment is to be any.
      await pause(stage.random() * LONGEST_PAUSE_MS, undefined, { signal: stage.signal });
    }
  },
};
