import { eventually } from '@visits/testing/eventually';
import { type Series } from '@visits/testing/prometheus-api';
import { FACTOR } from '@visits/testing/shortened-rules';
import { check, cleansUp, given } from './evidence';
import { Installation } from './installation';
import { Namespace } from './namespace';
import { countOf } from './pod-client';
import { containerOf } from './pod-history';
import { Prometheus } from './prometheus';
import { Visitors } from './visitors';

// While their pod is there.
afterAll(() => load?.leave());
cleansUp();
Prometheus.endsWithFile();

const names = ['clock-0', 'clock-1', 'clock-2'];
const since = Date.now() / 1000;
let namespace: Namespace;
let prometheus: Prometheus;
let load: Visitors | undefined;

given('three clocks and visitors, and a Prometheus that looks each second', async () => {
  namespace = await Namespace.create('observe');
  await new Installation(namespace, 'loadbalancer-trio').apply();
  const [send] = await Promise.all([Visitors.arrive(namespace), namespace.pods.allReady('clock', 3)]);
  load = send({ url: 'http://clock:8080/', visitors: 4, pauseMs: 100 });
  prometheus = await Prometheus.start(namespace, { rules: 'shortened', everySeconds: 1 });
});

check(
  'each pod is one target, though two Services select it, and it is up',
  async () => {
    // On a busy machine a scrape may be late now and then: then its target is down, and has no series, for a second.
    await eventually('all are scraped', 60_000, async () => {
      const up = (await query('up{job="visits"}')).map(({ metric, value }) => [metric.pod, value?.[1]]);
      expect(up.sort()).toEqual(names.map((name) => [name, '1']));
      const known = await query('visits_total');
      expect(known.map(({ metric: { namespace: its, pod } }) => [its, pod]).sort()).toEqual(
        names.map((name) => [namespace.name, name]),
      );
      return true;
    });
  },
  { needs: 'pod-addresses' },
);

check(
  'a pod is deleted: its count goes on as one series, and no counter of another pod falls',
  async () => {
    const before = await countOf(namespace, 'clock-1');
    const { uid } = namespace.pods.get('clock-1')!.metadata!;
    await namespace.kubectl(['delete', 'pod', 'clock-1', '--wait=false']);
    await namespace.pods.ready('clock-1', { unlike: uid });
    const counted = async () => Number((await query('visits_total{pod="clock-1"}'))[0]?.value?.[1]);
    // It was scraped before and after, and what its own process counts may have begun anew.
    const processes = async () => {
      const [starts] = await prometheus.api.over('process_start_time_seconds{pod="clock-1"}', since);
      return new Set(starts?.values?.map(([, start]) => start)).size;
    };
    await eventually('it counts on', 60_000, async () => (await counted()) > before.visits + 5);
    await eventually('its next process is scraped', 60_000, async () => (await processes()) === 2);
    const counts = await prometheus.api.over('visits_total', since);
    expect(counts.map(({ metric }) => metric.pod).sort()).toEqual(names);
    expect(new Set(counts.map(({ metric }) => metric.instance)).size).toBe(3);
    const counters = await prometheus.api.over('{__name__=~".+_total",job="visits"}', since);
    const fallen = counters.filter(hasFallen).map(({ metric }) => `${metric.__name__} ${metric.pod}`);
    expect(fallen).not.toContain('visits_total clock-1');
    expect(fallen.filter((which) => !which.endsWith(' clock-1'))).toEqual([]);
  },
  { needs: 'pod-addresses' },
);

check(
  'an app that is held dead beside its sidecar: VisitsAppDown fires, and clears once it is back',
  async () => {
    const { image } = namespace.pods.get('clock-2')!.spec!.containers[0]!;
    await setImage('clock-2', 'localhost/visits:absent');
    await namespace.pods.until('its app is down', 60_000, () => {
      const { running } = containerOf(namespace.pods.get('clock-2'))?.state ?? {};
      return running === undefined;
    });
    const seconds = await prometheus.api.fires('VisitsAppDown clock-2', 120_000);
    console.log(
      `VisitsAppDown after ${seconds.toFixed(1)} s; each minute of the rules takes ${60 / FACTOR} s`,
    );
    // Its volume is still read; a scrape that is late is down for a second.
    await eventually('its sidecar is up, and the app is down', 60_000, async () => {
      for (const [expr, value] of [
        ['up{pod="clock-2"}', '1'],
        ['visits_app_up{pod="clock-2"}', '0'],
        ['visits_sidecar_up{pod="clock-2"}', '1'],
      ] as const)
        expect((await query(expr)).map((series) => series.value?.[1])).toEqual([value]);
      expect(await query('visits_total{pod="clock-2"}')).toHaveLength(1);
      return true;
    });
    await setImage('clock-2', image!);
    await namespace.pods.ready('clock-2', { deadlineMs: 120_000 });
    await prometheus.api.clears('VisitsAppDown clock-2');
    const wentDown = await prometheus.api.over('ALERTS{alertname="VisitsCountWentDown"}', since);
    expect(wentDown).toEqual([]);
  },
  { needs: 'pod-addresses', timeoutMs: 300_000 },
);

const query = (expr: string) => prometheus.api.query(expr);

/** Of a container in a pod that lives on, its sidecar with it. */
async function setImage(pod: string, image: string): Promise<void> {
  await namespace.kubectl(['set', 'image', `pod/${pod}`, `app=${image}`]);
}

function hasFallen({ values = [] }: Series): boolean {
  return values.some(([, value], i) => i > 0 && Number(value) < Number(values[i - 1]![1]));
}
