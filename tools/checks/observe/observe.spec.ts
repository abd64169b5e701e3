import { closeSync, openSync, readFileSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '@visits/testing/eventually';
import { FACTOR } from '@visits/testing/shortened-rules';
import { workspaceRoot } from '@visits/testing/workspace';
import { explained, seriesOf } from '../observability/names';
import { recordings } from '../observability/rules';
import { ObservedSet } from './observed-set';

let set: ObservedSet;
const since = Date.now() / 1000;
/** From the cause to the firing alert, in seconds. */
const seen: Record<string, number> = {};

beforeAll(async () => {
  set = await ObservedSet.start();
}, 120_000);
afterAll(async () => {
  console.log(
    [`Seconds from cause to alert; each minute of the rules takes ${60 / FACTOR} s here:`]
      .concat(Object.entries(seen).map(([alert, seconds]) => `  ${alert}: ${seconds.toFixed(1)}`))
      .join('\n'),
  );
  await set.stop();
}, 60_000);

/** To the last byte. */
function fill(path: string): void {
  const file = openSync(path, 'w');
  try {
    for (const size of [1 << 20, 1 << 12, 1 << 9])
      for (const block = Buffer.alloc(size); ;) if (writeSync(file, block) < size) break;
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  } finally {
    closeSync(file);
  }
}

async function seeFiring(...alerts: string[]): Promise<void> {
  const took = await Promise.all(alerts.map((alert) => set.prometheus.fires(alert)));
  for (const [index, alert] of alerts.entries()) seen[alert] = took[index]!;
}

it('a healthy set fires nothing, also while a pod is replaced', async () => {
  await set.clocks.replace(2).then((pod) => pod.ready());
  await pause(5000);
  expect([...(await set.prometheus.firing())]).toEqual([]);
});

it('a full disk, a held lock, a sidecar that hangs: each is seen, and clears', async () => {
  const [, sidecar] = set.clocks.pods[2]!.pids;
  process.kill(sidecar!, 'SIGSTOP');
  const second = set.calculators.addSecondWriter(0);
  const filler = join(set.volumeOf('clock-0'), 'filler');
  fill(filler);
  await seeFiring(
    'VisitsStoreNotWritable clock-0',
    'VisitsVolumeFull clock-0',
    'VisitsAppendErrors clock-0',
    'VisitsStoreNotOpen calculator-0-second',
    'VisitsReplicaDuplicate calculator-0',
    'VisitsSidecarDown clock-2',
  );
  process.kill(sidecar!, 'SIGCONT');
  await set.calculators.removeSecondWriter(second);
  rmSync(filler);
  const clearing = [
    'VisitsStoreNotWritable clock-0',
    'VisitsVolumeFull clock-0',
    'VisitsSidecarDown clock-2',
  ];
  await Promise.all(
    [...clearing, 'VisitsReplicaDuplicate calculator-0'].map((alert) => set.prometheus.clears(alert)),
  );
});

it('a volume that a sidecar cannot read, and a log that was cut', async () => {
  const log = join(set.volumeOf('calculator-0'), 'visits.log');
  const [app] = set.calculators.pods[0]!.pids;
  // While it is stopped: awake, it opens the volume anew within a second, and the alert may miss that.
  process.kill(app!, 'SIGSTOP');
  truncateSync(log, Math.floor(statSync(log).size / 2));
  set.mount(set.volumeOf('clock-2'), 'ro');
  await Promise.all([
    seeFiring('VisitsVolumeUnreadable clock-2'),
    seeFiring('VisitsDamageFound calculator-0')
      // An app that hangs does not make its sidecar too slow for the second that a scrape has here.
      .then(async () => {
        const [scraped] = await set.prometheus.query('avg_over_time(up{pod="calculator-0"}[6s])');
        expect(Number(scraped?.value?.[1])).toBeGreaterThan(0.5);
      })
      .finally(() => process.kill(app!, 'SIGCONT')),
  ]);
  set.unmount(set.volumeOf('clock-2'));
  await set.prometheus.clears('VisitsVolumeUnreadable clock-2');
});

it('a restart loop, then an app that is held dead: down, and missed by its siblings', async () => {
  const started = performance.now();
  const looping = set.prometheus.fires('VisitsRestartLoop clock-1');
  for (let kills = 0; kills < 10; kills += 1) {
    await set.clocks.pods[1]!.ready();
    await pause(2500);
    if ((await set.prometheus.firing()).has('VisitsRestartLoop clock-1')) break;
    await set.clocks.signal(1, 'SIGKILL');
  }
  await looping;
  seen['VisitsRestartLoop clock-1'] = (performance.now() - started) / 1000;

  const held = new AbortController();
  const dead = (async () => {
    while (!held.signal.aborted) {
      await set.clocks.signal(1, 'SIGKILL').catch(() => undefined);
      await pause(20);
    }
  })();
  await seeFiring('VisitsAppDown clock-1', 'VisitsSiblingMissing clock');
  held.abort();
  await dead;
  await set.clocks.pods[1]!.ready();
  await Promise.all([
    set.prometheus.clears('VisitsAppDown clock-1'),
    set.prometheus.clears('VisitsSiblingMissing clock'),
  ]);
});

it('a scale-down takes its targets along, and is no alert', async () => {
  await set.clocks.scale(2);
  await eventually('three targets are left', 60_000, async () => {
    const pods = (await set.prometheus.query('up')).map(({ metric }) => metric.pod).sort();
    return String(pods) === 'calculator-0,clock-0,clock-1';
  });
  await pause(5000);
  expect([...(await set.prometheus.firing())].filter((alert) => alert.endsWith('clock-2'))).toEqual([]);
});

it('no count went down, through all of it', async () => {
  const resets = await set.prometheus.query('resets(visits_total[1h])');
  expect(resets.map(({ metric, value }) => [metric.pod, value?.[1]])).toEqual(
    resets.map(({ metric }) => [metric.pod, '0']),
  );
  expect(resets.length).toBeGreaterThanOrEqual(4);
  expect(await set.prometheus.over('ALERTS{alertname="VisitsCountWentDown"}', since)).toEqual([]);
});

it('each query of the dashboard was answered with something', async () => {
  const { panels } = JSON.parse(
    readFileSync(join(workspaceRoot, 'deploy/observability/dashboard.json'), 'utf8'),
  ) as { panels: { title: string; targets?: { expr: string }[] }[] };
  const queries = panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })));
  expect(queries.length).toBeGreaterThan(30);
  const empty: string[] = [];
  for (const { title, expr } of queries) {
    const asked = expr.replaceAll(/\$(namespace|pod)/g, '.*').replaceAll('$__rate_interval', '10s');
    const series = await set.prometheus.over(asked, since);
    const isNumber = (value: string) => Number.isFinite(Number(value));
    if (!series.some(({ values = [] }) => values.some(([, value]) => isNumber(value))))
      empty.push(`${title}: ${asked}`);
  }
  expect(empty).toEqual([]);
});

it('each metric that was scraped is explained, and each that is explained was scraped', async () => {
  const names = (await set.prometheus.names()).filter(
    (name) => !/^(up|scrape_\w+|ALERTS\w*)$/.test(name) && !recordings.some(({ record }) => record === name),
  );
  const known = [...explained.keys()].flatMap(seriesOf);
  expect(names.filter((name) => !known.includes(name))).toEqual([]);
  expect(known.filter((name) => !names.includes(name))).toEqual([]);
});
