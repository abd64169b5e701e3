import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '@visits/testing/eventually';
import { check, cleansUp, given } from './evidence';
import { evict } from './eviction';
import { Installation, revision } from './installation';
import { Namespace } from './namespace';
import { Prometheus } from './prometheus';
import { rolledOut } from './stateful-set';
import { Visitors } from './visitors';

// While their pod is there.
afterAll(() => load?.leave());
cleansUp();
Prometheus.endsWithFile();

/** A short look by default; ten minutes are what the alerts promise. */
const minutes = Number(process.env.E2E_HEALTHY_MINUTES ?? 0);
const isLong = minutes > 0;
const names = ['clock-0', 'clock-1', 'clock-2'];
const since = Date.now() / 1000;
let namespace: Namespace;
let installation: Installation;
let prometheus: Prometheus;
let load: Visitors | undefined;

given('a Prometheus with the rules as they ship, then a new set of three clocks with visitors', async () => {
  namespace = await Namespace.create('healthy');
  installation = new Installation(namespace, 'loadbalancer-trio');
  prometheus = await Prometheus.start(namespace, { rules: 'as shipped', everySeconds: isLong ? 15 : 5 });
  await installation.apply();
  const [send] = await Promise.all([Visitors.arrive(namespace), namespace.pods.allReady('clock', 3)]);
  load = send({ url: 'http://clock:8080/', visitors: 4, pauseMs: 100 });
});

check(
  'a new set, a rolling update, a scale to 0 and back, a deleted pod, a drain: no alert fires',
  async () => {
    await installation.apply({ changes: [revision('2')] });
    await rolledOut(namespace, 'clock');
    await scale(0);
    await namespace.pods.until('no pod is left', 60_000, () => namespace.pods.ofSet('clock').length === 0);
    if (isLong) await pause(90_000);
    await scale(3);
    await namespace.pods.allReady('clock', 3);
    await replaced('clock-1', () => namespace.kubectl(['delete', 'pod', 'clock-1', '--wait=false']));
    for (const name of isLong ? names : names.slice(0, 1))
      await replaced(name, () =>
        eventually(`${name} may go`, 60_000, async () => (await evict(namespace, name)) === 201),
      );
    await pause(Math.max(0, (since + minutes * 60) * 1000 - Date.now()));

    const alerts = await prometheus.api.over('ALERTS', since);
    const seen = (state: string) =>
      alerts
        .filter(({ metric }) => metric.alertstate === state)
        .map(({ metric: { alertname, pod, statefulset } }) => `${alertname} ${pod ?? statefulset}`);
    const seconds = Math.round(Date.now() / 1000 - since);
    console.log(`${seconds} s; pending for a while: ${seen('pending').join(', ') || 'none'}`);
    expect(seen('firing')).toEqual([]);
    // It did look.
    const rates = await prometheus.api.query('namespace_pod:visits:rate5m > 0');
    expect(rates.map(({ metric }) => metric.pod).sort()).toEqual(names);
    await eventually('it saw all three ready again', 60_000, async () => {
      const replicas = await prometheus.api.query('kube_statefulset_status_replicas_ready');
      return String(replicas.map(({ value }) => value?.[1])) === '3';
    });
  },
  { needs: 'pod-addresses', timeoutMs: 300_000 + minutes * 60_000 },
);

async function scale(replicas: number): Promise<void> {
  await namespace.kubectl(['scale', 'statefulset/clock', `--replicas=${replicas}`]);
}

async function replaced(name: string, replace: () => Promise<unknown>): Promise<void> {
  const { uid } = namespace.pods.get(name)!.metadata!;
  await replace();
  await namespace.pods.ready(name, { unlike: uid });
}
