import { eventually } from '@visits/testing/eventually';
import { visit, visitsOf } from '../src/fixture';
import { heldBy, innocent, Ledger } from '@visits/testing/ledger';
import { Load } from '../src/load';
import { Pod } from '@visits/testing/pod';
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
  await (await pod.answers('/startupz')).arrayBuffer();
  expect(await (await pod.answers('/readyz', 503)).text()).toContain('read-only');
  expect(await visit(pod.url)).toEqual({ status: 503, n: null, code: 'read-only' });
  expect((await pod.get('/livez')).status).toBe(200);
  volume.remount('rw');
  await pod.ready();
  expect((await visit(pod.url)).n).toBe(2);
});

it('turned read-only by an error under load (errors=remount-ro): no acknowledged visit is lost, none refused is counted', async () => {
  const volume = fileSystem('ext4', 32, 'errors=remount-ro');
  const pod = await Pod.of({ dataDir: volume.path });
  await pod.ready();
  const ledger = new Ledger(volume.path);
  const load = new Load({ url: pod.url, connections: 32, ledger });
  await eventually('visits are counted', 60_000, () => ledger.receipts.length > 500);
  volume.abort();
  const unready = await pod.answers('/readyz', 503);
  expect(await unready.text()).toMatch(/"code":"(read-only|io-error)"/);
  expect((await pod.get('/livez')).status).toBe(200);
  await eventually('read-only', 60_000, async () => (await visit(pod.url)).code === 'read-only');
  // No more than one unknown visit for each visitor may stand beside what was answered.
  expect(await visitsOf(pod.url)).toBe(ledger.receipts.length);
  expect((await pod.get('/visits/log?limit=1')).status).toBe(200);
  await load.stop();
  expect(ledger.unanswered).toBeLessThanOrEqual(32);
  for (const { code } of load.problems)
    expect(['read-only', 'io-error', 'outcome-unknown', 'opening']).toContain(code);
  await pod.end('SIGKILL');
  volume.restorePower();
  pod.start();
  await pod.ready();
  await pod.end('SIGTERM');
  expect(ledger.judge(volume.path)).toEqual(innocent);
  const { count, view } = heldBy(volume.path);
  expect(view).toBe(count);
});
