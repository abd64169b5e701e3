import { type Report } from '@visits/proof';
import { core } from './cluster';
import { check } from './evidence';
import { expectHeld, prove } from './proof-run';
import { visits } from './visits-command';

const QUICK_MS = 4 * 60_000;
/** Of the quick profile. */
const PLAYED = [
  'preflight',
  'storage',
  'identity',
  'dns',
  'isolation',
  'probes',
  'persistence',
  'kill',
  'scale',
];

const withoutSelfTest = ({ judge, ...report }: Report) => ({ ...report, judge: judge.version });

check(
  'visits verify: a quick run on its own set is held within four minutes, names what it saw, and leaves nothing',
  async () => {
    const proved = await prove('--challenge', 'monday');
    expectHeld(proved);
    const { report, tookMs, verdicts, bundle } = proved;
    for (const name of PLAYED) expect(verdicts).toContain(`${name} held`);
    expect(tookMs).toBeLessThan(QUICK_MS);
    expect(report.summary.disruptions).toBeGreaterThanOrEqual(4);
    expect(report.target).toMatchObject({ kind: 'kubernetes', own: true });
    for (const fact of ['uid', 'version', 'imageId', 'namespaceUid'])
      expect(report.cluster).toHaveProperty(fact);
    for (const fact of ['class', 'driver', 'fileSystem']) expect(report.storage).toHaveProperty(fact);
    for (const { claimUid, volume, boots } of report.replicas) {
      expect([claimUid, volume]).not.toContain(null);
      for (const { podUid, node } of boots) expect([podUid, node]).not.toContain(null);
    }
    const again = await visits(['judge', bundle, '--challenge', 'monday', '-o', 'json']);
    expect(withoutSelfTest(JSON.parse(again.stdout) as Report)).toEqual(withoutSelfTest(report));
    expect((await visits(['judge', bundle, '--challenge', 'tuesday'])).status).toBe(2);
    const { items } = await core.listNamespace({ labelSelector: 'visits.dev/verify-run' });
    expect(items.map(({ metadata }) => metadata?.name)).not.toContain(report.target?.namespace);
  },
  { timeoutMs: QUICK_MS * 3 },
);
