import { cleansUp, visitsOf, volume } from './fixture';
import { heldBy, innocent, Ledger } from '@visits/testing/ledger';
import { Load } from './load';
import { Pod } from '@visits/testing/pod';

cleansUp();

it('10,000 visits from 200 connections: exact, unique, contiguous, each receipt names its own line', async () => {
  const dataDir = volume();
  const pod = await Pod.of({ dataDir });
  await pod.ready();
  const ledger = new Ledger(dataDir);
  const load = new Load({ url: pod.url, connections: 200, ledger, visits: 10_000 });
  await load.done;
  expect({ failures: load.failures, problems: load.problems }).toEqual({ failures: [], problems: [] });
  expect(ledger.receipts).toHaveLength(10_000);
  expect(new Set(ledger.receipts.map(({ replica, boot }) => `${replica} ${boot}`)).size).toBe(1);
  expect(ledger.receipts.map(({ n }) => n).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 10_000 }, (_, i) => i + 1),
  );
  expect(await visitsOf(pod.url)).toBe(10_000);
  expect(ledger.judge(dataDir)).toEqual(innocent);
  expect(heldBy(dataDir)).toEqual({ lines: 10_000, count: 10_000, view: 10_000 });
});
