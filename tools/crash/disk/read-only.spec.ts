import { eventually } from '../src/deadline';
import { visit, visitsOf } from '../src/fixture';
import { innocent, Ledger } from '../src/ledger';
import { Load } from '../src/load';
import { Pod } from '../src/pod';
import { fileSystem, leavesNothing } from './ground';

leavesNothing();

it('mounted read-only at the start: alive and unready, says so, and counts on once it is writable', async () => {
  const volume = fileSystem('ext4', 16);
  const first = await Pod.of({ dataDir: volume.path });
  await first.ready();
  expect((await visit(first.url)).n).toBe(1);
  await first.end('SIGTERM');
  volume.remount('ro');
  const pod = await Pod.of({ dataDir: volume.path });
  await pod.answers('/startupz');
  expect(await (await pod.answers('/readyz', 503)).text()).toContain('read-only');
  expect(await visit(pod.url)).toEqual({ status: 503, n: null, code: 'read-only' });
  expect((await pod.get('/livez')).status).toBe(200);
  volume.remount('rw');
  await pod.ready(6000);
  expect((await visit(pod.url)).n).toBe(2);
});

it('turned read-only by an error under load (errors=remount-ro): no acknowledged visit is lost, none refused is counted', async () => {
  const volume = fileSystem('ext4', 32, 'errors=remount-ro');
  const pod = await Pod.of({ dataDir: volume.path });
  await pod.ready();
  const ledger = new Ledger();
  const load = new Load({ url: pod.url, connections: 32, ledger });
  await eventually('visits are counted', 10_000, () => ledger.receipts.length > 500);
  volume.abort();
  await pod.answers('/readyz', 503, 20_000);
  expect((await pod.get('/livez')).status).toBe(200);
  expect(await visitsOf(pod.url)).toBeGreaterThanOrEqual(ledger.receipts.length);
  await load.stop();
  await pod.end('SIGKILL');
  volume.restorePower();
  pod.start();
  await pod.ready();
  await pod.end('SIGTERM');
  const verdict = ledger.judge(volume.path);
  expect(verdict).toMatchObject({ ...innocent, view: verdict.count });
});
