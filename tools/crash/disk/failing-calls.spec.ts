import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cleansUp, visit, visitsOf, volume } from '../src/fixture';
import { eventually } from '@visits/testing/eventually';
import { heldBy, innocent, Ledger } from '@visits/testing/ledger';
import { Load } from '../src/load';
import { Pod } from '@visits/testing/pod';
import { FaultShim } from './fault-shim';

cleansUp();

let shim: FaultShim;
beforeEach(() => (shim = new FaultShim()));
afterEach(() => shim.remove());

const KEEP_BYTES = 131_072;
const rotatesOften = { LOG_KEEP_BYTES: `${KEEP_BYTES}` };

/** errno: EIO 5, ENOSPC 28, EROFS 30, EDQUOT 122. */
describe.each([
  ['a sync that fails', 'sync:/visits.log:1+:E5', ['io-error', 'outcome-unknown']],
  ['a write that fails', 'write:/visits.log:1+:E5', ['io-error']],
  ['a write on a full disk', 'write:/visits.log:1+:E28', ['disk-full']],
  ['a short write, then a full disk', 'write:/visits.log:1:short30;write:/visits.log:2+:E28', ['disk-full']],
  ['a used-up quota', 'write:/visits.log:1+:E122', ['disk-full']],
  ['a disk that turned read-only', 'write:/visits.log:1+:E30', ['read-only']],
  ['a view that cannot be written', 'write:/visits.txt:1+:E5', ['io-error']],
  ['a rotation that cannot rename', 'rename:/visits.log.1:1+:E5', ['io-error']],
])('%s', (_name, rules, codes) => {
  it('is reported with its reason, counts nothing that was refused, and heals', async () => {
    const dataDir = volume();
    const pod = await Pod.of({ dataDir, env: { ...rotatesOften, ...shim.environment(rules) } });
    await pod.ready();
    const ledger = new Ledger(dataDir);
    const load = new Load({ url: pod.url, connections: 16, ledger });
    await eventually('visits are counted', 60_000, () => ledger.receipts.length > 200);
    shim.on();
    await pod.answers('/readyz', 503);
    expect((await pod.get('/livez')).status).toBe(200);
    expect(codes).toContain((await visit(pod.url)).code);
    expect(await visitsOf(pod.url)).toBeGreaterThanOrEqual(ledger.receipts.length);
    shim.off();
    await pod.ready();
    const after = ledger.receipts.length;
    await eventually('visits are counted again', 60_000, () => ledger.receipts.length > after + 100);
    await load.stop();
    expect((await pod.end('SIGTERM')).code).toBe(0);
    expect(ledger.judge(dataDir, KEEP_BYTES)).toEqual(innocent);
    const { count, view } = heldBy(dataDir);
    expect(view).toBe(count);
    for (const { code } of load.problems) expect([...codes, 'opening']).toContain(code);
  });
});

it('a sync that fails where a write does not sync by itself: the same', async () => {
  const dataDir = mkdtempSync('/dev/shm/visits-'); // tmpfs, which is none of the file systems that are trusted with it
  try {
    const pod = await Pod.of({ dataDir, env: shim.environment('sync:/visits.log:1+:E5') });
    await pod.ready();
    expect((await visit(pod.url)).n).toBe(1);
    shim.on();
    expect(['io-error', 'outcome-unknown']).toContain((await visit(pod.url)).code);
    shim.off();
    await pod.ready();
    await pod.end('SIGTERM');
  } finally {
    rmSync(dataDir, { recursive: true });
  }
});

it('writes that are all short, on a disk that is well: nobody is refused, nothing is missing', async () => {
  const dataDir = volume();
  const pod = await Pod.of({ dataDir, env: shim.environment('write:/visits.log:1+:short30') });
  await pod.ready();
  shim.on();
  const ledger = new Ledger(dataDir);
  const load = new Load({ url: pod.url, connections: 16, ledger, visits: 500 });
  await load.done;
  expect({ problems: load.problems, failures: load.failures }).toEqual({ problems: [], failures: [] });
  await pod.end('SIGTERM');
  expect(ledger.judge(dataDir)).toEqual(innocent);
  expect(heldBy(dataDir)).toEqual({ lines: 500, count: 500, view: 500 });
});

it('a torn write and the death of the process: the tail is cut, kept aside, and no number is given twice', async () => {
  const dataDir = volume();
  const pod = await Pod.of({ dataDir, env: shim.environment('write:/visits.log:1:torn40') });
  await pod.ready();
  const ledger = new Ledger(dataDir);
  const load = new Load({ url: pod.url, connections: 8, ledger });
  await eventually('visits are counted', 60_000, () => ledger.receipts.length > 50);
  const torn = join(dataDir, 'visits.log.torn');
  expect(existsSync(torn)).toBe(false);
  shim.on();
  await pod.exit();
  shim.off();
  pod.start();
  await pod.ready();
  await load.stop();
  await pod.end('SIGTERM');
  expect(ledger.judge(dataDir)).toEqual(innocent);
  const { count, view } = heldBy(dataDir);
  expect(view).toBe(count);
  const kept = readFileSync(torn, 'utf8');
  expect(kept).toHaveLength(40);
  expect(kept).toMatch(/^\d{4}-\d\d-\d\dT.* \d+ /);
});
