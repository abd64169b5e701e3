import { cleansUp, visit, visitsOf, volume } from '../src/fixture';
import { eventually } from '../src/deadline';
import { innocent, Ledger } from '../src/ledger';
import { Load } from '../src/load';
import { Pod } from '../src/pod';
import { FaultShim } from './fault-shim';

cleansUp();

let shim: FaultShim;
beforeEach(() => (shim = new FaultShim()));
afterEach(() => shim.remove());

/** errno: EIO 5, ENOSPC 28, EROFS 30, EDQUOT 122. */
describe.each([
  ['a sync that fails', 'sync:/visits.log:1+:E5', ['io-error', 'outcome-unknown']],
  ['a write that fails', 'write:/visits.log:1+:E5', ['io-error']],
  ['a write on a full disk', 'write:/visits.log:1+:E28', ['disk-full']],
  ['a short write, then a full disk', 'write:/visits.log:1:short30;write:/visits.log:2+:E28', ['disk-full']],
  ['a used-up quota', 'write:/visits.log:1+:E122', ['disk-full']],
  ['a disk that turned read-only', 'write:/visits.log:1+:E30', ['read-only']],
])('%s', (_name, rules, codes) => {
  it('is told with its reason, counts nothing that was refused, and heals', async () => {
    const dataDir = volume();
    const pod = await Pod.of({ dataDir, env: shim.environment(rules) });
    await pod.ready();
    const ledger = new Ledger();
    const load = new Load({ url: pod.url, connections: 16, ledger });
    await eventually('visits are counted', 10_000, () => ledger.receipts.length > 200);
    shim.on();
    await pod.answers('/readyz', 503);
    expect((await pod.get('/livez')).status).toBe(200);
    expect(codes).toContain((await visit(pod.url)).code);
    expect(await visitsOf(pod.url)).toBeGreaterThanOrEqual(ledger.receipts.length);
    shim.off();
    await pod.ready(10_000);
    const after = ledger.receipts.length;
    await eventually('visits are counted again', 10_000, () => ledger.receipts.length > after + 100);
    await load.stop();
    expect((await pod.end('SIGTERM')).code).toBe(0);
    const verdict = ledger.judge(dataDir);
    expect(verdict).toMatchObject({ ...innocent, view: verdict.count });
    for (const { code } of load.problems) expect([...codes, 'opening']).toContain(code);
  });
});

it('a hung sync is told as stalled; the visit in it may be counted; it goes on when the disk answers', async () => {
  const dataDir = volume();
  const pod = await Pod.of({ dataDir, env: shim.environment('sync:/visits.log:1:delay9000') });
  await pod.ready();
  expect((await visit(pod.url)).n).toBe(1);
  shim.on();
  expect((await visit(pod.url)).code).toBe('outcome-unknown');
  expect((await visit(pod.url)).code).toBe('stalled');
  expect((await pod.get('/livez')).status).toBe(200);
  expect(await visitsOf(pod.url)).toBe(1);
  await pod.ready(15_000);
  expect([2, 3]).toContain((await visit(pod.url)).n);
});

it('a torn write and the death of the process: the tail is cut, kept aside, and no number is given twice', async () => {
  const dataDir = volume();
  const pod = await Pod.of({ dataDir, env: shim.environment('write:/visits.log:1:torn40') });
  await pod.ready();
  const ledger = new Ledger();
  const load = new Load({ url: pod.url, connections: 8, ledger });
  await eventually('visits are counted', 10_000, () => ledger.receipts.length > 50);
  shim.on();
  await pod.exit();
  shim.off();
  pod.start();
  await pod.ready();
  await load.stop();
  await pod.end('SIGTERM');
  const verdict = ledger.judge(dataDir);
  expect(verdict).toMatchObject({ ...innocent, view: verdict.count });
});
