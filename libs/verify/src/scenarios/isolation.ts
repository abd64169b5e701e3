import type { Scenario } from '../engine/scenario';

const VISITS_A_POD = 10;

export const isolation: Scenario = {
  name: 'isolation',
  level: 'write',
  does: 'visits each pod by its own address',
  heldWhen: 'each visit is on that pod’s own volume, and on no other',
  load: 'calm',
  changes: ({ apps }) => [`visits to each pod of ${apps.join(' and ')}`],
  async act(stage) {
    await Promise.all(
      stage.pods.map(async (pod) => {
        const { app, name, origin } = pod;
        const seen = new Set<string>();
        for (let n = 0; n < VISITS_A_POD; n++) {
          const outcome = await stage.load.visit(`i.${name}`, { app, target: name, origin });
          if (outcome.kind === 'acked') seen.add(outcome.replica);
        }
        const [first] = seen;
        // Where none was acknowledged nothing was seen: that is a matter of exposure.
        if (first === undefined) return;
        const expected = stage.processOf(pod).replica ?? first;
        stage.check(`${name}: visits are on its own volume`, expected, [...seen].join(' '));
      }),
    );
  },
};
