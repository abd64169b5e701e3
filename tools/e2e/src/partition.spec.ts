import { eventually } from '@visits/testing/eventually';
import { check, cleansUp, given } from './evidence';
import { Installation } from './installation';
import { exactTotals } from './log-sum';
import { Namespace } from './namespace';
import { ask, visit, visits } from './pod-client';
import { isReady, restartsOf } from './pod-history';
import { type TotalAnswer, totalOf } from './total-answer';
import { TotalWatch } from './total-watch';

cleansUp();

const names = ['clock-0', 'clock-1', 'clock-2'];
const [majority, alone] = [['clock-0', 'clock-1'], 'clock-2'] as const;
/** A pod waits at least so long for a sibling that does not answer. */
const SIBLING_WAIT_MS = 400;

let namespace: Namespace;
let before: number;

given('three clocks, each visited', async () => {
  namespace = await Namespace.create('partition');
  await new Installation(namespace, 'loadbalancer-trio').apply();
  await namespace.pods.allReady('clock', 3);
  for (const [ordinal, name] of names.entries()) await visits(namespace, name, ordinal + 2);
  const [answer] = await exactTotals(namespace, names);
  before = answer!.total;
  expect(before).toBe(9);
});

check('each pod lists its siblings as live, and DNS names them', async () => {
  // On a busy node DNS and siblings may be late now and then, and the commands say so.
  for (const name of names)
    await eventually(`${name} sees all`, 60_000, async () => {
      const listed = await namespace.exec(name, ['visits', 'peers']);
      for (const other of names)
        expect(listed).toMatch(new RegExp(`^${other} .* ${other === name ? 'self' : 'live'}\\b`, 'm'));
      const named = await namespace.exec(name, ['visits', 'dns']);
      expect(named).toContain('clock-headless: 3 of 3 resolve');
      return true;
    });
});

check(
  'cut off by a policy, both sides count on as ever and answer "at least"; healed, the total is exact',
  async () => {
    const watch = await TotalWatch.during(namespace, names, async () => {
      await cutOff();
      expect(await quickest(alone, 21)).toBeLessThan(SIBLING_WAIT_MS);
      expect(await quickest('clock-0', 21)).toBeLessThan(SIBLING_WAIT_MS);
      await visits(namespace, 'clock-1', 4);
      await lowerBound(alone, before + 21, majority);
      for (const name of majority) await lowerBound(name, before + 25, [alone]);
      for (const pod of namespace.pods.ofSet('clock'))
        expect([isReady(pod), restartsOf(pod)]).toEqual([true, 0]);
      const listed = await namespace.exec('clock-0', ['visits', 'peers']);
      expect(listed).toMatch(/^clock-2 .* unreachable +(timeout|connection-failed)\b/m);
      await namespace.kubectl(['delete', 'networkpolicy', 'cut']);
      for (const { total } of await exactTotals(namespace, names)) expect(total).toBe(before + 46);
    });
    expect(watch.falls).toEqual([]);
    expect(watch.highest).toBe(before + 46);
  },
  { timeoutMs: 300_000 },
);

/** Everybody but its siblings may talk to clock-2. Open connections would live on, so it begins anew behind the policy. */
async function cutOff(): Promise<void> {
  const siblings = majority.map((name) => `${namespace.pods.get(name)!.status!.podIP}/32`);
  const others = [{ ipBlock: { cidr: '0.0.0.0/0', except: siblings } }];
  const policy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'cut' },
    spec: {
      podSelector: { matchLabels: { 'statefulset.kubernetes.io/pod-name': alone } },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: others }],
      egress: [{ to: others }],
    },
  };
  await namespace.kubectl(['apply', '-f', '-'], JSON.stringify(policy));
  const { uid } = namespace.pods.get(alone)!.metadata!;
  await namespace.kubectl(['delete', 'pod', alone, '--wait=false']);
  await namespace.pods.ready(alone, { unlike: uid });
  await Promise.all([unreachable(alone, majority), ...majority.map((name) => unreachable(name, [alone]))]);
}

/** The pod has found by itself that these do not answer. */
async function unreachable(pod: string, others: readonly string[]): Promise<void> {
  await eventually(`${pod} does not reach ${others.join(', ')}`, 60_000, async () => {
    const { body } = await ask(namespace, pod, '/peers');
    const { peers } = JSON.parse(body) as { peers: { pod: string; state: string }[] };
    const found = peers.filter(({ state }) => state === 'unreachable').map((peer) => peer.pod);
    if (found.sort().join() !== others.join()) throw new Error(body);
    return true;
  });
}

/** Of so many visits, all of which are counted: were one to wait for a sibling, all would. */
async function quickest(pod: string, times: number): Promise<number> {
  const tookMs: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const startMs = performance.now();
    await visit(namespace, pod);
    tookMs.push(performance.now() - startMs);
  }
  return Math.min(...tookMs);
}

/** What the pod knows of is all there; whom it does not reach is named. */
async function lowerBound(pod: string, total: number, missing: readonly string[]): Promise<TotalAnswer> {
  const answer = await eventually(`${pod} answers at least ${total}`, 60_000, async () => {
    const answer = await totalOf(namespace, pod);
    if (answer.total !== total) throw new Error(JSON.stringify(answer));
    return answer;
  });
  expect(answer.exact).toBe(false);
  for (const name of missing) expect(answer.reasons.join()).toContain(name);
  return answer;
}
