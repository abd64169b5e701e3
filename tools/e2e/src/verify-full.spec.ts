import { statSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { core } from './cluster';
import { check, lacks, long } from './evidence';
import { expectHeld, powerFlags, prove } from './proof-run';
import { secondClass } from './storage-class';

const FULL_MS = 15 * 60_000;
const BUNDLE_BYTES = 5_000_000;
/** Of the full profile, beside what the quick one plays. */
const PLAYED = ['total', 'two-writers', 'rollout', 'recreate', 'force', 'drain'];
/** What the quick run has shown already is left out where time is short. */
const SHOWN = long ? [] : ['persistence', 'scale', 'kill'];

check(
  'visits verify --profile full: every hazard, on a class that is not the default, is held, and nothing is left',
  async () => {
    const skip = [...SHOWN, ...(lacks('sized-volumes') ? ['fill'] : [])];
    const power = powerFlags();
    const second = await secondClass();
    try {
      const proved = await prove(
        ...['--profile', 'full', '--allow', 'drain,power', '--storage-class', second.name, ...power],
        ...(skip.length > 0 ? ['--skip', skip.join()] : []),
      );
      expectHeld(proved);
      const { verdicts, report, tookMs, bundle } = proved;
      const hooked = power.length > 0 ? ['power'] : [];
      const filled = skip.includes('fill') ? [] : ['fill'];
      for (const name of [...PLAYED, ...filled, ...hooked]) expect(verdicts).toContain(`${name} held`);
      expect(tookMs).toBeLessThan(FULL_MS);
      expect(report.storage).toMatchObject({ class: second.name });
      const sizes = readdirSync(bundle, { recursive: true, encoding: 'utf8' }).map(
        (name) => statSync(join(bundle, name)).size,
      );
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(BUNDLE_BYTES);
    } finally {
      await second.remove();
    }
    const { items } = await core.listNode();
    expect(items.filter(({ spec }) => spec?.unschedulable)).toEqual([]);
  },
  { timeoutMs: FULL_MS * 2 },
);
