import type { Scenario } from '../engine/scenario';

export const atRest: Scenario = {
  name: 'at-rest',
  level: 'read',
  does: 'copies the volumes while visits arrive, as a backup does',
  heldWhen: 'each copy holds what its volume held up to a number, and nothing is torn inside',
  where: 'local',
  load: 'full',
  changes: () => [],
  async act(stage) {
    for (const pod of stage.pods) await stage.backUp(pod);
  },
};
