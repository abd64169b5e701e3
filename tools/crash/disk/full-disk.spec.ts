import { statSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@visits/testing/eventually';
import { visit, visitsOf } from '../src/fixture';
import { heldBy, innocent, Ledger } from '@visits/testing/ledger';
import { Load } from '../src/load';
import { Pod } from '@visits/testing/pod';
import { promised } from '../src/promised';
import { fileSystem, leavesNothing } from './ground';
import { StatusWatch } from './watch';

leavesNothing();

const statusOf = async (pod: Pod, path: string): Promise<number> => {
  const response = await pod.get(path);
  await response.arrayBuffer();
  return response.status;
};

/** Alive, unready, reads served, each visit refused with `code`, and for six seconds it stays so. */
async function isSick(pod: Pod, code: string, count: number): Promise<void> {
  await (await pod.answers('/readyz', 503)).arrayBuffer();
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

interface Space {
  status: string;
  code?: string;
}

async function spaceOf(pod: Pod): Promise<Space> {
  const body = (await (await pod.get('/readyz')).json()) as { details: { space: Space } };
  return body.details.space;
}

it('counting itself never fills a volume of 10 MB', async () => {
  const volume = fileSystem('ext4', 10);
  const pod = await Pod.of({ dataDir: volume.path });
  await pod.ready();
  const ledger = new Ledger(volume.path);
  const load = new Load({ url: pod.url, connections: 128, ledger });
  // Twice what the volume could hold: a line of the clock has about 65 bytes.
  await eventually('300,000 visits', 600_000, () => ledger.receipts.length > 300_000);
  await load.stop();
  expect({ problems: load.problems, failures: load.failures }).toEqual({ problems: [], failures: [] });
  expect(await spaceOf(pod)).toEqual({ status: 'up' });
  await pod.end('SIGTERM');
  const count = ledger.receipts.length;
  expect(ledger.judge(volume.path)).toEqual(innocent);
  expect(heldBy(volume.path)).toMatchObject({ count, view: count });
  const size = ['visits.log', 'visits.log.1'].reduce(
    (sum, name) => sum + statSync(join(volume.path, name)).size,
    0,
  );
  expect(size).toBeLessThan(6_500_000);
  expect(volume.availableBytes()).toBeGreaterThan(1_000_000);
});

it('filled by somebody else under load: reported, not hidden; down once and up once; well within 5 s of the space coming back', async () => {
  const volume = fileSystem('ext4', 10);
  const pod = await Pod.of({ dataDir: volume.path });
  await pod.ready();
  const readiness = new StatusWatch(pod, '/readyz');
  const liveness = new StatusWatch(pod, '/livez');
  const ledger = new Ledger(volume.path);
  const load = new Load({ url: pod.url, connections: 32, ledger });
  await eventually('visits are counted', 60_000, () => ledger.receipts.length > 500);
  const giveBack = volume.fill();
  await (await pod.answers('/readyz', 503)).arrayBuffer();
  // The load goes on all the while: whoever asks is refused, again and again.
  await isSick(pod, 'disk-full', ledger.receipts.length);
  const refused = load.problems.length;
  expect(refused).toBeGreaterThan(100);
  giveBack();
  await pod.ready(promised(5000));
  const before = ledger.receipts.length;
  await eventually('visits are counted again', 60_000, () => ledger.receipts.length > before + 500);
  await load.stop();
  expect(await readiness.stop()).toEqual([200, 503, 200]);
  expect(await liveness.stop()).toEqual([200]);
  expect(new Set(load.problems.map(({ code }) => code))).toEqual(new Set(['disk-full']));
  expect(load.failures).toEqual([]);
  await pod.end('SIGTERM');
  const count = ledger.receipts.length;
  expect(ledger.judge(volume.path)).toEqual(innocent);
  expect(heldBy(volume.path)).toEqual({ lines: count, count, view: count });
});

it('nearly full: ready and counting, but degraded, as counting alone may still fill it; reported until there is space', async () => {
  const volume = fileSystem('ext4', 10);
  const pod = await Pod.of({ dataDir: volume.path });
  await pod.ready();
  expect(await spaceOf(pod)).toEqual({ status: 'up' });
  const giveBack = volume.fill(4);
  await eventually('degraded', 60_000, async () => (await spaceOf(pod)).code === 'space-low');
  const health = (await (await pod.get('/health')).json()) as { status: string };
  expect(health.status).toBe('degraded');
  expect((await visit(pod.url)).n).toBe(1);
  giveBack();
  await eventually('well', 60_000, async () => (await spaceOf(pod)).status === 'up');
});

it('full before the start: started and alive, unready, and well once there is space', async () => {
  const volume = fileSystem('ext4', 10);
  const giveBack = volume.fill();
  const pod = await Pod.of({ dataDir: volume.path });
  await (await pod.answers('/startupz')).arrayBuffer();
  await isSick(pod, 'disk-full', 0);
  giveBack();
  await pod.ready(promised(5000));
  expect((await visit(pod.url)).n).toBe(1);
});

it('a quota that is used up is a full disk too, though Node has no name for it', async () => {
  const volume = fileSystem('btrfs', 64);
  const limit = volume.limitTo(4);
  const pod = await Pod.of({ dataDir: limit.path });
  await pod.ready();
  expect((await visit(pod.url)).n).toBe(1);
  const giveBack = limit.fill();
  await eventually('a visit is refused', 60_000, async () => (await visit(pod.url)).status === 503);
  await isSick(pod, 'disk-full', await visitsOf(pod.url));
  giveBack();
  await pod.ready(promised(5000));
});
