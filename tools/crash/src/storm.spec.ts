import { setTimeout as pause } from 'node:timers/promises';
import { cleansUp, volume } from './fixture';
import { eventually } from './deadline';
import { innocent, Ledger } from './ledger';
import { Load } from './load';
import { Pod } from './pod';

cleansUp();

const KILLS = Number(process.env.STORM_KILLS ?? 200);

const below = (bound: number): number => Math.floor(Math.random() * bound);

it(`three processes fight for one volume while ${KILLS} kills and stops hit them: nothing is lost or doubled`, async () => {
  const dataDir = volume();
  const pods = await Promise.all(['clock-a', 'clock-b', 'clock-c'].map((name) => Pod.of({ dataDir, name })));
  const ledger = new Ledger();
  const loads = pods.map((pod) => new Load({ url: pod.url, connections: 21, ledger }));
  for (let kill = 0; kill < KILLS; kill += 1) {
    const goal = ledger.receipts.length + 1 + below(200);
    // Whoever holds the volume goes on counting; nobody else ever does.
    await eventually(`kill ${kill}: visits are counted`, 15_000, () => ledger.receipts.length >= goal);
    const pod = pods[below(pods.length)]!;
    if (kill % 4 === 3) {
      pod.signal('SIGSTOP');
      await pause(20 + below(200));
      pod.signal('SIGCONT');
    } else {
      await pod.end('SIGKILL');
      pod.start();
    }
  }
  await Promise.all(loads.map((load) => load.stop()));
  await Promise.all(pods.map((pod) => pod.end('SIGTERM')));
  const verdict = ledger.judge(dataDir);
  expect(verdict).toMatchObject({ ...innocent, view: verdict.count });
  expect(verdict.lines).toBe(verdict.count);
  expect(new Set(ledger.receipts.map(({ boot }) => boot)).size).toBeGreaterThan(KILLS / 10);
}, 300_000);
