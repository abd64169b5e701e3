import type { LeaveOutcome } from '../src/exchange/transport';
import type { LeaveMessage } from '../src/replicas/replica-schema';
import type { SimulatedPod } from './simulated-pod';
import { World } from './world';

let world: World;
let pods: SimulatedPod[];
let [first, second, third]: SimulatedPod[] = [];

const endedBy = (predicate: () => boolean): Promise<void> => world.run(60_000, predicate);
const peer = (pod: SimulatedPod, name: string) =>
  pod.cluster.peers().peers.find((found) => found.pod === name);

beforeEach(async () => {
  world = new World(11);
  pods = [0, 1, 2].map((ordinal) => world.start(`clock-${ordinal}`));
  await world.run(5_000);
  [first, second, third] = pods;
  pods.forEach((pod, index) => Array.from({ length: index + 1 }, () => pod.visit()));
  await world.run(5_000);
});

afterEach(() => expect(world.oracle.problems).toEqual([]));

test('who asks for the total waits half a second at most, and all who wait share one round', async () => {
  await world.run(5_000, () => (first?.cluster.peers().ageMs ?? 0) > 1_000);
  let asked = 0;
  const { network } = world;
  const ask = network.ask.bind(network);
  network.ask = (...of) => {
    asked += 1;
    return ask(...of);
  };
  network.slowRate = 1;
  network.lossRate = 1;
  const began = world.scheduler.now;
  const totals = Promise.all([1, 2, 3].map(() => first?.cluster.total()));
  let ended = 0;
  void totals.then(() => (ended = world.scheduler.now - began));
  await world.run(6_000, () => ended > 0);
  expect((await totals)[0]).toMatchObject({ total: 6 });
  expect(ended).toBeLessThanOrEqual(500);
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThanOrEqual(2 * pods.length);
});

test('a dead sibling is asked less and less, one with a new address at once', async () => {
  third?.kill();
  await world.run(90_000);
  let asked = 0;
  const { network } = world;
  const ask = network.ask.bind(network);
  network.ask = (from, sibling, signal) => {
    asked += from === 'clock-0' && sibling.key === 'clock-2' ? 1 : 0;
    return ask(from, sibling, signal);
  };
  await world.run(60_000);
  expect(asked).toBeLessThanOrEqual(3);
  expect(peer(first as SimulatedPod, 'clock-2')).toMatchObject({
    state: 'unreachable',
    reason: 'connection-refused',
  });
  network.endpoints.delete(third?.address ?? '');
  world.start('clock-2');
  await world.run(4_500);
  expect(peer(first as SimulatedPod, 'clock-2')).toMatchObject({ state: 'live', reason: null });
});

test.each([
  ['fails', 'dns-failed'],
  ['hangs', 'dns-timeout'],
  ['says-not-found', 'dns-not-found'],
] as const)(
  'where DNS %s the total is a lower bound and says why; siblings are asked all the same',
  async (dns, reason) => {
    world.network.dns = dns;
    await world.run(10_000);
    third?.visit();
    await endedBy(() => first?.cluster.current()?.total === 7);
    expect(first?.cluster.current()).toMatchObject({
      exact: false,
      reasons: [expect.stringContaining('looked up')],
    });
    expect(first?.cluster.peers()).toMatchObject({ resolved: 3, discovery: { ok: false, reason } });
    world.network.heal();
    await endedBy(() => first?.cluster.current()?.exact === true);
    expect(first?.cluster.peers().discovery).toEqual({ ok: true, reason: null, detail: null });
  },
);

test('an address that answers as another pod, or of another set, is a stranger', async () => {
  world.network.names.set('clock-2', { address: (second as SimulatedPod).address, since: 0 });
  await endedBy(() => peer(first as SimulatedPod, 'clock-2')?.state === 'stranger');
  expect(peer(first as SimulatedPod, 'clock-2')).toMatchObject({ reason: 'other-pod' });
  expect(first?.cluster.current()).toMatchObject({ total: 6, exact: false });
  const answer = (second as SimulatedPod).answer.bind(second);
  (second as SimulatedPod).answer = () => ({
    ...answer(),
    set: { service: 'clock', namespace: 'visits', headless: 'clock-pods', name: 'dev-clock' },
    replicas: new Map([['theirs', { visits: 900, pod: 'clock-1', ordinal: 1, seenAt: 1, final: false }]]),
  });
  await endedBy(() => peer(first as SimulatedPod, 'clock-1')?.reason === 'other-set');
  expect(first?.cluster.current()?.total).toBe(6);
});

test('a final count is taken from the process that answers at a sibling’s address, and from nobody else', async () => {
  const { replica } = (third as SimulatedPod).claim;
  const entry = { visits: 3, pod: 'clock-2', ordinal: 2, seenAt: 9e12 / 2, final: true };
  const { set, pod, ordinal, boot } = (third as SimulatedPod).answer();
  const message = { format: 1 as const, set, pod, ordinal, boot, replica: replica as string, entry };
  const { cluster, address } = first as SimulatedPod;
  const heard = async (said: LeaveMessage, from: string): Promise<LeaveOutcome> => {
    let outcome: LeaveOutcome | null = null;
    void cluster.hear(said, from).then((found) => (outcome = found));
    await world.run(1_000, () => outcome !== null);
    return outcome as unknown as LeaveOutcome;
  };
  expect(address).not.toBe('10.9.9.9');
  expect(await heard(message, '10.9.9.9')).toBe('not-taken');
  const theirs = (third as SimulatedPod).address;
  for (const wrong of [{ namespace: 'other' }, { service: 'calculator' }, { name: 'dev-clock' }])
    expect(await heard({ ...message, set: { ...set, ...wrong } }, theirs)).toBe('not-taken');
  const forged = { ...message, replica: (second as SimulatedPod).claim.replica as string };
  expect(await heard(forged, theirs)).toBe('not-taken');
  expect(cluster.answer().replicas.get(replica)?.final).toBe(false);
  expect(await heard(message, `::ffff:${theirs}`)).toBe('taken');
  expect(cluster.answer().replicas.get(replica)?.final).toBe(true);
});

test('while somebody watches the siblings are asked every second, and each change is reported once', async () => {
  const totals: number[] = [];
  const { cluster } = first as SimulatedPod;
  cluster.onChange(({ total }) => totals.push(total));
  const release = cluster.watch();
  await world.run(2_500);
  totals.length = 0;
  third?.visit();
  await world.run(1_500);
  expect(totals).toEqual([7]);
  await world.run(5_000);
  expect(totals).toEqual([7]);
  release();
});

test('a process that waits for the volume says nothing, and leaves peers.json alone', async () => {
  const waiting = world.start('clock-0');
  await world.run(5_000);
  const refused = expect(waiting.cluster.total()).rejects.toMatchObject({
    code: 'total-unknown',
    action: expect.any(String),
  });
  await world.run(600);
  await refused;
  expect(waiting.answer()).toMatchObject({ replica: null, settled: false });
  first?.kill();
  await endedBy(() => waiting.cluster.current() !== null);
  expect(waiting.cluster.current()?.total).toBe(6);
});

test('an answer is as old as the question: one that was long on its way is hardly live', async () => {
  const { network } = world;
  const ask = network.ask.bind(network);
  network.ask = async (...of) => {
    const asked = await ask(...of);
    await new Promise<void>((resolve) => void world.scheduler.after(1_500, resolve));
    return asked;
  };
  await world.run(8_000);
  const ages: number[] = [];
  for (let n = 0; n < 40; n += 1) {
    await world.run(100);
    const found = first?.cluster.current()?.replicas.find(({ replica }) => replica === second?.claim.replica);
    if (found?.source === 'live') ages.push(found.ageMs);
  }
  expect(ages.length).toBeGreaterThan(0);
  expect(Math.min(...ages)).toBeGreaterThanOrEqual(1_500);
});

test('who asked an address that became somebody else’s does not take the late answer for the new one’s', async () => {
  const { network } = world;
  const ask = network.ask.bind(network);
  network.ask = async (...of) => {
    const asked = await ask(...of);
    if (of[0] === 'clock-0' && of[1].key === 'clock-1') {
      network.names.set('clock-1', { address: '10.0.9.9', since: 0 });
      await new Promise<void>((resolve) => void world.scheduler.after(1_800, resolve));
    }
    return asked;
  };
  first?.cluster.watch();
  await endedBy(() => network.names.get('clock-1')?.address === '10.0.9.9');
  for (let n = 0; n < 40; n += 1) {
    await world.run(100);
    const view = first?.cluster.peers().peers.find(({ pod }) => pod === 'clock-1');
    if (view?.address === '10.0.9.9:8080') expect(view.state).not.toBe('live');
  }
  expect([second?.isDead, third?.isDead]).toEqual([false, false]);
});
