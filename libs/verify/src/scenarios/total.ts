import { done, waiting } from '../wait';
import type { Scenario } from '../engine/scenario';

/** Until then a total may still be of before: siblings ask each other every two seconds. */
const AFTER_LOAD_MS = 10_000;
const EXACT_DEADLINE_MS = 30_000;

export const total: Scenario = {
  name: 'total',
  level: 'read',
  does: 'samples every pod’s total over the whole run, and once more ten seconds after the load',
  heldWhen:
    'no total goes down or leaves its bounds; in the end each is exact and the sum of what was counted',
  long: true,
  load: 'calm',
  changes: () => [],
  act: async () => undefined,
  async atEnd(stage) {
    const endedMs = stage.ms;
    await stage.until('exact totals, ten seconds after the load', EXACT_DEADLINE_MS, () => {
      const quietMs = stage.ms - endedMs;
      if (quietMs < AFTER_LOAD_MS) return waiting(`${Math.ceil((AFTER_LOAD_MS - quietMs) / 1000)} s`);
      const vague = stage.target.apps.find((app) => !stage.sampler.exactSince(endedMs + AFTER_LOAD_MS, app));
      return vague ? waiting(`${vague}: not every pod has an exact one`) : done(undefined);
    });
  },
};
