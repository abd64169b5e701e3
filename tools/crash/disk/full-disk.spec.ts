import { statSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../src/deadline';
import { visit, visitsOf } from '../src/fixture';
import { innocent, Ledger } from '../src/ledger';
import { Load } from '../src/load';
import { Pod } from '../src/pod';
import { fileSystem, leavesNothing } from './ground';

leavesNothing();

const statusOf = async (pod: Pod, path: string): Promise<number> => {
  const response = await pod.get(path);
  await response.arrayBuffer();
  return response.status;
};

/** Alive, unready, reads served, the visit refused with `code`, and it stays so. */
async function isSick(pod: Pod, code: string, count: number): Promise<void> {
  await pod.answers('/readyz', 503);
  const endMs = performance.now() + 6000;
  while (performance.now() < endMs) {
    expect(await visit(pod.url)).toEqual({ status: 503, n: null, code });
    expect(await statusOf(pod, '/readyz')).toBe(503);
    expect(await statusOf(pod, '/livez')).toBe(200);
    expect(await statusOf(pod, '/startupz')).toBe(200);
    expect(await visitsOf(pod.url)).toBe(count);
    expect(await statusOf(pod, '/visits/log?limit=1')).toBe(200);
  }
}

it('counting itself never fills a volume of 10 MB', async () => {
  const volume = fileSystem('ext4', 10);
  const pod = await Pod.of({ dataDir: volume.path });
  await pod.ready();
  const ledger = new Ledger();
  const load = new Load({ url: pod.url, connections: 128, ledger });
  // Twice what the volume could hold: a line of the clock has about 65 bytes.
  await eventually('300,000 visits', 180_000, () => ledger.receipts.length > 300_000);
  await load.stop();
  expect({ problems: load.problems, failures: load.failures }).toEqual({ problems: [], failures: [] });
  expect(await visitsOf(pod.url)).toBe(ledger.receipts.length);
  const size = ['visits.log', 'visits.log.1'].reduce(
    (sum, name) => sum + statSync(join(volume.path, name)).size,
    0,
  );
  expect(size).toBeLessThan(6_500_000);
  expect(volume.availableBytes()).toBeGreaterThan(1_000_000);
});

it('filled by somebody else under load: told, not hidden; no flapping; well within 5 s of the space coming back', async () => {
  const volume = fileSystem('ext4', 10);
  const pod = await Pod.of({ dataDir: volume.path });
  await pod.ready();
  const ledger = new Ledger();
  const load = new Load({ url: pod.url, connections: 32, ledger });
  await eventually('visits are counted', 10_000, () => ledger.receipts.length > 500);
  const giveBack = volume.fill();
  await pod.answers('/readyz', 503, 30_000);
  await load.stop();
  expect(new Set(load.problems.map(({ code }) => code))).toEqual(new Set(['disk-full']));
  await isSick(pod, 'disk-full', ledger.receipts.length);
  giveBack();
  await pod.ready(5000);
  expect((await visit(pod.url)).n).toBe(ledger.receipts.length + 1);
  await pod.end('SIGTERM');
  ledger.unanswered += 1;
  expect(ledger.judge(volume.path)).toMatchObject({ ...innocent, count: ledger.receipts.length + 1 });
});

it('full before the start: started and alive, unready, and well once there is space', async () => {
  const volume = fileSystem('ext4', 10);
  const giveBack = volume.fill();
  const pod = await Pod.of({ dataDir: volume.path });
  await pod.answers('/startupz');
  await isSick(pod, 'disk-full', 0);
  giveBack();
  await pod.ready(5000);
  expect((await visit(pod.url)).n).toBe(1);
});

it('a quota that is used up is a full disk too, though Node has no name for it', async () => {
  const volume = fileSystem('btrfs', 64);
  const limit = volume.limitTo(4);
  const pod = await Pod.of({ dataDir: limit.path });
  await pod.ready();
  expect((await visit(pod.url)).n).toBe(1);
  const giveBack = limit.fill();
  await eventually('a visit is refused', 30_000, async () => (await visit(pod.url)).status === 503);
  await isSick(pod, 'disk-full', await visitsOf(pod.url));
  giveBack();
  await pod.ready(10_000);
});
