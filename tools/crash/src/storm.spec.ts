import { setTimeout as pause } from 'node:timers/promises';
import { cleansUp, volume } from './fixture';
import { eventually } from '@visits/testing/eventually';
import { heldBy, innocent, Ledger } from '@visits/testing/ledger';
import { Load } from './load';
import { Pod } from '@visits/testing/pod';

cleansUp();

/** For each of the two storms; a third as many stops come between them. */
const KILLS = Number(process.env.STORM_KILLS ?? 110);
const CONNECTIONS = 64;

const below = (bound: number): number => Math.floor(Math.random() * bound);

/** The process stands still in the middle of anything, its lock held, and goes on as if nothing had been. */
async function stopAndContinue(pod: Pod): Promise<void> {
  pod.signal('SIGSTOP');
  await pause(20 + below(200));
  pod.signal('SIGCONT');
}

async function isReady(pod: Pod): Promise<boolean> {
  const response = await pod.get('/readyz').catch(() => null);
  await response?.arrayBuffer();
  return response?.ok ?? false;
}

it.each([2, 3])(
  `%s processes fight for one volume under ${CONNECTIONS} connections while ${KILLS} kills and the stops between hit them: nothing is lost or doubled`,
  async (processes) => {
    const dataDir = volume();
    const names = ['clock-a', 'clock-b', 'clock-c'].slice(0, processes);
    const ledger = new Ledger();
    const pods = await Promise.all(names.map((name) => Pod.of({ dataDir, name })));
    const loads = pods.map(
      (pod, i) => new Load({ url: pod.url, connections: Math.floor((CONNECTIONS + i) / processes), ledger }),
    );
    let kills = 0;
    for (let round = 0; kills < KILLS; round += 1) {
      const goal = ledger.receipts.length + 1 + below(200);
      // Whoever holds the volume goes on counting; nobody else ever does.
      await eventually(`kill ${kills}: visits are counted`, 60_000, () => ledger.receipts.length >= goal);
      const pod = pods[below(pods.length)]!;
      if (round % 4 === 3) {
        await stopAndContinue(pod);
      } else {
        expect((await pod.end('SIGKILL')).signal).toBe('SIGKILL');
        kills += 1;
        pod.start();
      }
    }
    await Promise.all(loads.map((load) => load.stop()));
    // Whoever was killed last may have left the view behind the log: the next one that opens the volume mends it.
    await eventually('one of them holds the volume', 60_000, async () =>
      (await Promise.all(pods.map(isReady))).includes(true),
    );
    await Promise.all(pods.map((pod) => pod.end('SIGTERM')));
    expect(ledger.judge(dataDir)).toEqual(innocent);
    const held = heldBy(dataDir);
    expect(held).toMatchObject({ lines: held.count, view: held.count });
    // The volume changed hands all the while.
    expect(new Set(ledger.receipts.map(({ boot }) => boot)).size).toBeGreaterThan(KILLS / 10);
  },
  600_000,
);
