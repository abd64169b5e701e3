import { setTimeout as pause } from 'node:timers/promises';
import { cleansUp, visit, volume } from './fixture';
import { eventually } from '@visits/testing/eventually';
import { heldBy, innocent, Ledger } from '@visits/testing/ledger';
import { Load } from './load';
import { Pod } from '@visits/testing/pod';
import { sampleOf } from '@visits/testing/prometheus-api';
import { promised } from './promised';

cleansUp();

const KILLS = Number(process.env.KILLS ?? 20);

it(`kill -9 under load, ${KILLS} times: no receipt is lost, ready in 3 s, the sidecar's count never goes down`, async () => {
  const dataDir = volume();
  const pod = await Pod.of({ dataDir });
  const sidecar = await Pod.of({
    dataDir,
    program: 'metrics-sidecar',
    env: { ADMIN_PORT: `${pod.adminPort}` },
  });
  await pod.ready();
  await sidecar.answers('/healthz');
  await visit(pod.url).then(({ n }) => expect(n).toBe(1));
  const ledger = new Ledger(dataDir);
  const load = new Load({ url: pod.url, connections: 32, ledger });
  const watch = watchOf(sidecar, ledger);
  const late: string[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const goal = ledger.receipts.length + 100 + Math.floor(Math.random() * 400);
    await eventually(`round ${kill}: visits are counted`, 60_000, () => ledger.receipts.length >= goal);
    await pod.end('SIGKILL');
    const startedMs = performance.now();
    pod.start();
    await pod.ready();
    const readyMs = performance.now() - startedMs;
    // How slow the machine is, it is now: at the end of all rounds its other work may be over.
    const mostMs = promised(3000);
    if (readyMs >= mostMs) late.push(`${readyMs} ms instead of ${mostMs} ms`);
  }
  await load.stop();
  await watch.stop();
  await pod.end('SIGTERM');
  expect(ledger.judge(dataDir)).toEqual(innocent);
  const held = heldBy(dataDir);
  expect(held).toMatchObject({ lines: held.count, view: held.count });
  expect(watch.wrong).toEqual([]);
  expect(watch.counts.length).toBeGreaterThan(KILLS);
  expect(late).toEqual([]);
}, 600_000);

/** Scrapes all the time and notes each count that is lower than one seen, or than the receipts given before it. */
function watchOf(sidecar: Pod, ledger: Ledger) {
  const counts: number[] = [];
  const wrong: string[] = [];
  let stopping = false;
  const running = (async () => {
    while (!stopping) {
      const given = ledger.receipts.length + 1;
      const page = await (await sidecar.get('/metrics')).text();
      const count = sampleOf(page, 'visits_total');
      const floor = Math.max(given, counts.at(-1) ?? 0);
      const failure = /^visits_sidecar_read_errors_total\{reason="(?!timeout").* [^0]\d*$/m.exec(page)?.[0];
      // On a machine with other work a read may take longer than its deadline: no count is honest then.
      if (failure) wrong.push(failure);
      if (count !== null && count < floor) wrong.push(`${count} after ${floor}`);
      if (count !== null) counts.push(count);
      await pause(20);
    }
  })();
  return {
    counts,
    wrong,
    stop: () => {
      stopping = true;
      return running;
    },
  };
}
