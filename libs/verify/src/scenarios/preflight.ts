import type { Scenario } from '../engine/scenario';

export const preflight: Scenario = {
  name: 'preflight',
  level: 'read',
  does: 'asks the API server for what the run needs: permissions, objects, storage, leftovers',
  heldWhen: 'all of it is there',
  where: 'cluster',
  load: 'calm',
  changes: () => [],
  async act(stage) {
    for (const { name, expected, seen, detail } of stage.cluster.preflight)
      stage.check(name, expected, seen, detail);
  },
};
