import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cleansUp, visit, volume } from './fixture';
import { eventually } from '@visits/testing/eventually';
import { heldBy, innocent, Ledger } from '@visits/testing/ledger';
import { Load } from './load';
import { Pod } from '@visits/testing/pod';
import { promised } from './promised';

cleansUp();

/** As it is by default: long enough that also on a busy machine somebody sees it. */
const DRAIN_MS = 5000;

it('SIGTERM under keep-alive load: no accepted request fails, exit 0, visits.txt is the last count', async () => {
  const dataDir = volume();
  const pod = await Pod.of({ dataDir, env: { DRAIN_SECONDS: `${DRAIN_MS / 1000}` } });
  await pod.ready();
  const ledger = new Ledger(dataDir);
  const load = new Load({ url: pod.url, connections: 64, ledger, resetIsRefusal: true });
  await eventually('visits are counted', 60_000, () => ledger.receipts.length > 1000);
  const before = ledger.receipts.length;
  const stopping = pod.end('SIGTERM');
  const unready = await pod.answers('/readyz', 503, DRAIN_MS);
  expect(unready.headers.get('connection')).toBe('close');
  const exit = await stopping;
  await load.stop();
  expect(exit).toMatchObject({ code: 0, signal: null });
  expect(exit.tookMs).toBeGreaterThanOrEqual(DRAIN_MS);
  expect(exit.tookMs).toBeLessThan(promised(10_000));
  expect(load.problems).toEqual([]);
  expect(ledger.receipts.length).toBeGreaterThan(before);
  // Who connects while the listener closes may be reset before anybody read a byte: such a request was not accepted,
  // so nothing of it may be in the log.
  expect(load.failures.filter(({ code }) => !unaccepted.has(code))).toEqual([]);
  const count = ledger.receipts.length;
  expect(ledger.judge(dataDir)).toEqual(innocent);
  expect(heldBy(dataDir)).toEqual({ lines: count, count, view: count });
});

const unaccepted = new Set(['ECONNREFUSED', 'ECONNRESET', 'UND_ERR_SOCKET']);

it('SIGTERM while waiting for the lock: exit 0', async () => {
  const dataDir = volume();
  const holder = await Pod.of({ dataDir, name: 'clock-0' });
  await holder.ready();
  const waiting = await Pod.of({ dataDir, name: 'clock-1' });
  await waiting.answers('/startupz');
  await waiting.answers('/readyz', 503);
  const exit = await waiting.end('SIGTERM');
  expect(exit).toMatchObject({ code: 0, signal: null });
  expect(exit.tookMs).toBeLessThan(promised(10_000));
  expect((await visit(holder.url)).n).toBe(1);
});

it('SIGTERM while failed: exit 0, and the foreign directory in the way is left alone', async () => {
  const dataDir = volume();
  mkdirSync(join(dataDir, 'visits.log'));
  const pod = await Pod.of({ dataDir });
  await pod.answers('/startupz');
  const unready = await pod.answers('/readyz', 503);
  expect(await unready.text()).toContain('failed');
  await (await pod.answers('/livez')).arrayBuffer();
  const refused = await visit(pod.url);
  expect(refused).toMatchObject({ status: 503, n: null });
  const exit = await pod.end('SIGTERM');
  expect(exit).toMatchObject({ code: 0, signal: null });
  expect(exit.tookMs).toBeLessThan(promised(10_000));
});

it('SIGTERM at any moment of the start: exit 0 or ended by the signal before the handler was there, volume whole', async () => {
  const dataDir = volume();
  for (let delayMs = 40; delayMs <= 240; delayMs += 20) {
    const pod = await Pod.of({ dataDir, env: { DRAIN_SECONDS: '0' } });
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    const exit = await pod.end('SIGTERM');
    expect([0, null]).toContain(exit.code);
    if (exit.code === null) expect(exit.signal).toBe('SIGTERM');
  }
  const pod = await Pod.of({ dataDir });
  await pod.ready();
  expect((await visit(pod.url)).n).toBe(1);
  await pod.end('SIGTERM');
  expect(heldBy(dataDir)).toEqual({ lines: 1, count: 1, view: 1 });
});
