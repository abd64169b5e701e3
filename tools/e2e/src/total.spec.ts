import { eventually } from '@visits/testing/eventually';
import { check, cleansUp, given } from './evidence';
import { Installation } from './installation';
import { exactTotals, logSum } from './log-sum';
import { Namespace } from './namespace';
import { NodeSignals } from './node-signals';
import { visits } from './pod-client';
import { isReady, restartsOf } from './pod-history';
import { type TotalAnswer, totalOf, totalsOf } from './total-answer';
import { TotalWatch } from './total-watch';
import { type Plan, Visitors } from './visitors';

cleansUp();

const names = ['clock-0', 'clock-1', 'clock-2'];
const service = 'http://clock:8080/';
let namespace: Namespace;
let send: (plan: Plan) => Visitors;

given('three clocks and visitors beside them', async () => {
  namespace = await Namespace.create('total');
  await new Installation(namespace, 'loadbalancer-trio').apply();
  [send] = await Promise.all([Visitors.arrive(namespace), namespace.pods.allReady('clock', 3)]);
});

/** Whatever a check that failed has left. */
beforeEach(async () => {
  await Visitors.leaveAll();
  await namespace.kubectl(['scale', 'statefulset/clock', '--replicas=3']);
  await namespace.pods.allReady('clock', 3);
});

check(
  'visits of each pod and of the Service: every total becomes exact, the sum of the three logs, and none falls',
  async () => {
    const watch = await TotalWatch.during(namespace, names, async () => {
      const urls = [service, ...names.map((name) => `http://${name}.clock-headless:8080/`)];
      const loads = urls.map((url) => send({ url, visitors: 2, pauseMs: 20 }));
      for (const { ledger } of loads)
        await eventually('visits are counted', 240_000, () => ledger.receipts.length > 300);
      await Promise.all(loads.map((load) => load.leave()));
      expect(loads.flatMap(({ failures }) => failures)).toEqual([]);
      const given = loads.reduce((sum, { ledger }) => sum + ledger.receipts.length, 0);
      const totals = await exactTotals(namespace, names);
      for (const answer of totals) {
        expect(answer).toMatchObject({ total: given, reasons: [] });
        expect(answer.replicas.map(({ pod }) => pod)).toEqual(names);
        expect(new Set(answer.replicas.map(({ source }) => source))).toEqual(new Set(['self', 'live']));
      }
    });
    for (const name of names) expect(watch.answers.get(name)).toBeGreaterThan(5);
    expect(watch.falls).toEqual([]);
    expect(watch.highest).toBe(await logSum(namespace, names));
  },
  { timeoutMs: 400_000 },
);

check(
  'scaled from 3 to 1 to 3 while it counts: the gone are final and the total exact, then live and exact',
  async () => {
    const watch = await TotalWatch.during(namespace, names, async () => {
      const load = send({ url: service, visitors: 2, pauseMs: 20 });
      await eventually('all three pods are visited', 60_000, () => load.byPod.size === 3);
      await namespace.kubectl(['scale', 'statefulset/clock', '--replicas=1']);
      await namespace.pods.until('one pod is left', 60_000, () => namespace.pods.ofSet('clock').length === 1);
      const answer = await exactTotal('clock-0');
      const gone = answer.replicas.filter(({ pod }) => pod !== 'clock-0');
      expect(gone.map(({ pod, source }) => [pod, source])).toEqual([
        ['clock-1', 'final'],
        ['clock-2', 'final'],
      ]);
      for (const { replica, visits } of gone)
        expect(visits).toBe(
          Math.max(...load.ledger.receipts.filter((one) => one.replica === replica).map(({ n }) => n)),
        );
      const given = load.ledger.receipts.length;
      await eventually('visits go on', 60_000, () => load.ledger.receipts.length > given + 50);
      await namespace.kubectl(['scale', 'statefulset/clock', '--replicas=3']);
      await namespace.pods.allReady('clock', 3);
      for (const name of names) {
        const { replicas } = await exactTotal(name, (one) => one.source !== 'final');
        expect(replicas.map(({ pod }) => pod)).toEqual(names);
      }
      await load.leave();
      await exactTotals(namespace, names);
    });
    expect(watch.falls).toEqual([]);
  },
  { timeoutMs: 300_000 },
);

check(
  'all pods are killed at once under load: no total is lower than any before, and it is exact again',
  async () => {
    const signals = await NodeSignals.arrive();
    await afterTheEndOfAll(async () => {
      const before = namespace.pods.ofSet('clock').map((pod) => restartsOf(pod));
      await Promise.all(namespace.pods.ofSet('clock').map((pod) => signals.kill(pod, 'clock')));
      await namespace.pods.until('all have restarted and are ready', 90_000, () =>
        namespace.pods
          .ofSet('clock')
          .every((pod, ordinal) => restartsOf(pod) > before[ordinal]! && isReady(pod)),
      );
    });
  },
  { timeoutMs: 240_000, needs: 'host-pid' },
);

check(
  'the same when all pods are deleted at once by force, and all addresses are new',
  () =>
    afterTheEndOfAll(async () => {
      const before = namespace.pods.ofSet('clock').map(({ metadata }) => metadata!.uid);
      await namespace.kubectl(['delete', 'pod', ...names, '--force', '--grace-period=0']);
      await namespace.pods.until('three new pods are ready', 90_000, () => {
        const pods = namespace.pods.ofSet('clock');
        return pods.length === 3 && pods.every((pod) => isReady(pod) && !before.includes(pod.metadata!.uid));
      });
    }),
  { timeoutMs: 240_000 },
);

check(
  'the same overlay in another namespace is another set: no common replica, two totals',
  async () => {
    const other = await Namespace.create('total-other');
    await new Installation(other, 'loadbalancer-trio').apply();
    await other.pods.allReady('clock', 3);
    await visits(other, 'clock-0', 2);
    await visits(other, 'clock-2', 3);
    const [theirs] = await exactTotals(other, names);
    const [ours] = await exactTotals(namespace, names);
    expect(theirs!.total).toBe(5);
    expect(ours!.total).toBeGreaterThan(5);
    const ids = [...theirs!.replicas, ...ours!.replicas].map(({ replica }) => replica);
    expect(new Set(ids).size).toBe(6);
    await other.remove();
  },
  { timeoutMs: 240_000 },
);

check(
  'the claim of clock-1 is lost: its visits stay in the total, as at least, and the new volume counts on top',
  async () => {
    await visits(namespace, 'clock-1', 2);
    const [before] = await exactTotals(namespace, names);
    const { replica: lost, visits: kept } = before!.replicas.find(({ pod }) => pod === 'clock-1')!;
    expect(kept).toBeGreaterThanOrEqual(2);
    const watch = await TotalWatch.during(namespace, names, async (watch) => {
      await eventually('it is watched', 30_000, () => watch.answers.size === names.length);
      const { uid } = namespace.pods.get('clock-1')!.metadata!;
      await namespace.kubectl(['delete', 'pvc', 'visits-clock-1', '--wait=false']);
      // A clean end would say a last word, and the total would rightly stay exact.
      await namespace.kubectl(['delete', 'pod', 'clock-1', '--force', '--grace-period=0']);
      await namespace.pods.ready('clock-1', { unlike: uid, deadlineMs: 120_000 });
      const own = await eventually('clock-1 knows the total', 60_000, () => totalOf(namespace, 'clock-1'));
      expect(own.replica).not.toBe(lost);
      expect(own.total).toBe(before!.total);
      await visits(namespace, 'clock-1', 3);
      const totals = await eventually('all know of the new volume', 60_000, async () => {
        const answer = await totalsOf(namespace, names);
        return answer.every(({ total }) => total === before!.total + 3) && answer;
      });
      for (const { exact, reasons, replicas } of totals) {
        expect(exact).toBe(false);
        expect(reasons.join()).toContain('clock-1');
        expect(replicas).toHaveLength(4);
        const byId = new Map(replicas.map((one) => [one.replica, one]));
        expect(byId.get(lost)).toMatchObject({ pod: 'clock-1', visits: kept, source: 'cached' });
        expect(byId.get(own.replica)).toMatchObject({ pod: 'clock-1', visits: 3 });
      }
    });
    expect(watch.falls).toEqual([]);
  },
  { timeoutMs: 300_000 },
);

/** What the pod answers once it is exact and each replica is as wanted. */
function exactTotal(
  pod: string,
  wanted: (one: TotalAnswer['replicas'][number]) => boolean = () => true,
): Promise<TotalAnswer> {
  return eventually(`${pod} answers an exact total`, 90_000, async () => {
    const answer = await totalOf(namespace, pod);
    if (!answer.exact || !answer.replicas.every(wanted)) throw new Error(JSON.stringify(answer));
    return answer;
  });
}

/** Under load, watched: what any pod answered before `end` is in what every pod answers after it. */
async function afterTheEndOfAll(end: () => Promise<void>): Promise<void> {
  const watch = await TotalWatch.during(namespace, names, async (watch) => {
    const load = send({ url: service, visitors: 4, pauseMs: 20 });
    await eventually('visits are counted', 60_000, () => load.ledger.receipts.length > 200);
    await end();
    const given = load.ledger.receipts.length;
    await eventually('visits go on', 60_000, () => load.ledger.receipts.length > given + 50);
    await load.leave();
    expect(load.failures.length).toBeGreaterThan(0);
    const [answer] = await exactTotals(namespace, names);
    expect(answer!.total).toBeGreaterThanOrEqual(watch.highest);
  });
  expect(watch.falls).toEqual([]);
}
