import type { DiscoveryReason } from '@visits/cluster';
import { dnsText } from './dns';
import { dnsReport } from './dns-findings';

interface Zone {
  /** Targets of the SRV records. */
  readonly targets?: readonly string[];
  readonly addresses?: Readonly<Record<string, readonly string[]>>;
  readonly reason?: DiscoveryReason;
}

/** DNS as it would answer: the network edge, and nothing else, is made up. */
function lookupOf({ targets = [], addresses = {}, reason = 'dns-not-found' }: Zone) {
  const failure = (name: string) => ({
    ok: false as const,
    failure: { reason, detail: `${name}: ${reason}.` },
  });
  const find = async (name: string) => {
    const records = addresses[name];
    return records ? { ok: true as const, name, records } : failure(name);
  };
  return {
    srv: async (name: string) =>
      targets.length > 0
        ? {
            ok: true as const,
            name,
            records: targets.map((target) => ({ name: target, port: 8080, priority: 0, weight: 1 })),
          }
        : failure(name),
    addresses: find,
    wholeAddresses: find,
  };
}

const zone = 'clock-headless.visits.svc.cluster.local';
const well: Zone = {
  targets: [`clock-1.${zone}`, `clock-0.${zone}`],
  addresses: {
    'clock-headless': ['10.0.0.1', '10.0.0.2'],
    [`clock-0.${zone}`]: ['10.0.0.1'],
    [`clock-1.${zone}`]: ['10.0.0.2'],
  },
};

it('names each sibling with its address', async () => {
  const report = await dnsReport('clock-headless', ['clock-0'], lookupOf(well));
  expect(report.problem).toBeNull();
  expect(dnsText(report)).toBe(
    [
      'POD      ADDRESS   DNS',
      'clock-0  10.0.0.1  ok',
      'clock-1  10.0.0.2  ok',
      '',
      'clock-headless: 2 of 2 resolve',
      '',
    ].join('\n'),
  );
});

it.each([
  ['dns-not-found', /no such headless Service.*clusterIP: None/],
  ['dns-empty', /names no pod.*selector.*publishNotReadyAddresses/],
  ['dns-timeout', /does not answer.*NetworkPolicy/],
  ['dns-failed', /DNS fails.*resolv\.conf/],
] as const)('%s: says what the Service lacks', async (reason, words) => {
  const report = await dnsReport('clock-headless', [], lookupOf({ reason }));
  expect(report.findings).toEqual([]);
  expect(dnsText(report)).toMatch(words);
});

it('a pod that is known but not published: gone, or not ready under a Service that hides it', async () => {
  const report = await dnsReport('clock-headless', ['clock-0', 'clock-2'], lookupOf(well));
  expect(dnsText(report)).toContain('clock-headless: 2 of 3 resolve\n  clock-2: It is not published');
  expect(dnsText(report)).toContain('publishNotReadyAddresses: true');
});

it('a pod without a name of its own: the serviceName of its set is another', async () => {
  const target = `10-0-0-9.${zone}`;
  const addresses = { 'clock-headless': ['10.0.0.9'], [target]: ['10.0.0.9'] };
  const { findings } = await dnsReport('clock-headless', [], lookupOf({ targets: [target], addresses }));
  expect(findings).toMatchObject([
    {
      pod: null,
      problem: expect.stringContaining('no name'),
      cure: expect.stringContaining('serviceName: clock-headless'),
    },
  ]);
});

it('a target that does not resolve yet', async () => {
  const { [`clock-1.${zone}`]: _, ...addresses } = well.addresses ?? {};
  const { findings } = await dnsReport('clock-headless', [], lookupOf({ ...well, addresses }));
  expect(findings.map(({ pod, problem }) => [pod, problem === null])).toEqual([
    ['clock-0', true],
    ['clock-1', false],
  ]);
});

it('a port that is not called http', async () => {
  const report = await dnsReport(
    'clock-headless',
    [],
    lookupOf({ addresses: { 'clock-headless': ['10.0.0.1'] } }),
  );
  expect(report.problem).toContain('no port called http');
});
