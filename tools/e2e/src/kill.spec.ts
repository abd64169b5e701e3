import { innocent } from '@visits/testing/ledger';
import { eventually } from '@visits/testing/eventually';
import { sampleOf } from '@visits/testing/prometheus-api';
import { check, cleansUp, given } from './evidence';
import { evict } from './eviction';
import { Installation } from './installation';
import { Namespace } from './namespace';
import { NodeSignals } from './node-signals';
import { countOf, scrape, visits } from './pod-client';
import { containerOf, isReady, restartsOf } from './pod-history';
import { type Plan, Visitors } from './visitors';
import { judge } from './volume-copy';

cleansUp();

let namespace: Namespace;
let send: (plan: Plan) => Visitors;
let signals: NodeSignals;

given('two clocks and somebody who may signal processes', async () => {
  namespace = await Namespace.create('kill');
  await new Installation(namespace, 'vault-pair').apply();
  [send, signals] = await Promise.all([
    Visitors.arrive(namespace),
    NodeSignals.arrive(),
    namespace.pods.allReady('clock', 2),
  ]);
});

check(
  'the app is killed under load: no receipt is lost, the sidecar lives on',
  async () => {
    const before = await countOf(namespace, 'clock-0');
    const url = 'http://clock-0.clock-headless:8080/';
    const load = send({ url, visitors: 8, pauseMs: 2, keepAlive: true });
    for (let kills = 1; kills <= 2; kills += 1) {
      const had = load.ledger.receipts.length;
      await eventually('visits are counted', 30_000, () => load.ledger.receipts.length > had + 300);
      await signals.kill(namespace.pods.get('clock-0')!, 'clock');
      await namespace.pods.until(`the app has restarted ${kills} times and is ready`, 60_000, () => {
        const pod = namespace.pods.get('clock-0')!;
        return restartsOf(pod) === kills && isReady(pod);
      });
      expect(containerOf(namespace.pods.get('clock-0')!)?.lastState?.terminated?.exitCode).toBe(137);
    }
    const had = load.ledger.receipts.length;
    await eventually('visits go on', 30_000, () => load.ledger.receipts.length > had + 50);
    await load.leave();
    expect(load.failures.length).toBeGreaterThan(0);
    expect(await judge(namespace, ['clock-0'], load.ledger)).toEqual(innocent);
    const pod = namespace.pods.get('clock-0')!;
    expect([restartsOf(pod), restartsOf(pod, 'metrics-sidecar')]).toEqual([2, 0]);
    const after = await countOf(namespace, 'clock-0');
    expect(after.replica).toBe(before.replica);
    expect(after.boot).not.toBe(before.boot);
    expect(new Set(load.ledger.receipts.map(({ boot }) => boot)).size).toBe(3);
  },
  { timeoutMs: 180_000, needs: 'host-pid' },
);

check(
  'the sidecar is killed once: the app is not restarted, the pod is ready within seconds, the counter goes on',
  async () => {
    const last = await visits(namespace, 'clock-1', 3);
    expect(sampleOf(await scrape(namespace, 'clock-1'), 'visits_total')).toBe(last.n);
    await signals.kill(namespace.pods.get('clock-1')!, 'metrics-sidecar');
    await namespace.pods.until('the sidecar runs again and the pod is ready', 20_000, () => {
      const pod = namespace.pods.get('clock-1')!;
      return restartsOf(pod, 'metrics-sidecar') === 1 && isReady(pod);
    });
    const pod = namespace.pods.get('clock-1')!;
    expect([restartsOf(pod), restartsOf(pod, 'metrics-sidecar')]).toEqual([0, 1]);
    expect((await countOf(namespace, 'clock-1')).boot).toBe(last.boot);
    const next = await visits(namespace, 'clock-1', 2);
    expect(sampleOf(await scrape(namespace, 'clock-1', 10_000), 'visits_total')).toBe(next.n);
    expect(next.n).toBe(last.n + 2);
  },
  { needs: 'host-pid' },
);

check('the disruption budget lets one pod be evicted at a time', async () => {
  const { uid } = namespace.pods.get('clock-0')!.metadata!;
  await eventually(
    'the budget allows a disruption',
    60_000,
    async () => (await evict(namespace, 'clock-0')) === 201,
  );
  const refused = await evict(namespace, 'clock-1');
  expect(refused).toBe(429);
  await namespace.pods.ready('clock-0', { unlike: uid });
  const other = namespace.pods.get('clock-1')!.metadata!.uid;
  await eventually('the next one may go', 30_000, async () => (await evict(namespace, 'clock-1')) === 201);
  await namespace.pods.ready('clock-1', { unlike: other });
});
