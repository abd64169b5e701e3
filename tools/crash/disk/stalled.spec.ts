import { eventually } from '@visits/testing/eventually';
import { cleansUp, visit, visitsOf, volume } from '../src/fixture';
import { heldBy, innocent, Ledger } from '@visits/testing/ledger';
import { Load } from '../src/load';
import { Pod } from '@visits/testing/pod';
import { FaultShim } from './fault-shim';

cleansUp();

let shim: FaultShim;
beforeEach(() => (shim = new FaultShim()));
afterEach(() => shim.remove());

it.each([
  ['a sync', 'sync:/visits.log:1:delay15000'],
  ['a write', 'write:/visits.log:1:delay15000'],
])(
  '%s that hangs under load: unknown after 5 s, then stalled; alive; it goes on by itself',
  async (_call, rules) => {
    const dataDir = volume();
    const pod = await Pod.of({ dataDir, env: shim.environment(rules) });
    await pod.ready();
    const ledger = new Ledger(dataDir);
    const load = new Load({ url: pod.url, connections: 16, ledger });
    await eventually('visits are counted', 60_000, () => ledger.receipts.length > 200);
    shim.on();
    const hungMs = performance.now();
    const unready = await pod.answers('/readyz', 503);
    expect(performance.now() - hungMs).toBeGreaterThan(4500);
    expect(await unready.text()).toContain('"code":"stalled"');
    for (const path of ['/livez', '/startupz']) expect((await pod.get(path)).status).toBe(200);
    expect((await visit(pod.url)).code).toBe('stalled');
    expect(await visitsOf(pod.url)).toBe(ledger.receipts.length);
    await pod.ready();
    const before = ledger.receipts.length;
    await eventually('visits are counted again', 60_000, () => ledger.receipts.length > before + 100);
    await load.stop();
    expect((await pod.end('SIGTERM')).code).toBe(0);
    const codes = new Set(load.problems.map(({ code }) => code));
    expect([...codes]).toContain('outcome-unknown');
    for (const code of codes) expect(['outcome-unknown', 'stalled', 'opening']).toContain(code);
    // Only the commit in the hung call is unknown: no more than one for each visitor.
    expect(ledger.unanswered).toBeLessThanOrEqual(16);
    expect(ledger.judge(dataDir)).toEqual(innocent);
    const { count, view } = heldBy(dataDir);
    expect(view).toBe(count);
  },
);

describe('a volume that hangs at the start', () => {
  const oneVisit = async (): Promise<string> => {
    const dataDir = volume();
    const first = await Pod.of({ dataDir });
    await first.ready();
    expect((await visit(first.url)).n).toBe(1);
    await first.end('SIGTERM');
    return dataDir;
  };

  it('startup is green after 5 s, so that nobody kills the pod; unready until the disk answers', async () => {
    const dataDir = await oneVisit();
    shim.on();
    const pod = await Pod.of({ dataDir, env: shim.environment('sync:/visits.log:1:delay15000') });
    await (await pod.answers('/startupz', 503)).arrayBuffer();
    await (await pod.answers('/startupz')).arrayBuffer();
    expect(await (await pod.answers('/readyz', 503)).text()).toContain('"code":"stalled"');
    expect((await pod.get('/livez')).status).toBe(200);
    expect((await visit(pod.url)).code).toBe('stalled');
    await pod.ready();
    expect((await visit(pod.url)).n).toBe(2);
  });

  // Node itself waits for the hung call before it ends (libuv joins its threads); a kubelet would kill it before.
  it('SIGTERM while the disk hangs beyond the deadline of closing: exit 1, not 0', async () => {
    const dataDir = await oneVisit();
    shim.on();
    const pod = await Pod.of({ dataDir, env: shim.environment('sync:/visits.log:1:delay25000') });
    await (await pod.answers('/readyz', 503)).arrayBuffer();
    expect(await pod.end('SIGTERM')).toMatchObject({ code: 1, signal: null });
  });
});
