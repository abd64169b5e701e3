import { MAX_VISITS } from '../src/replicas/replica-map';
import type { Total } from '../src/total/total';
import type { SimulatedPod } from './simulated-pod';
import { World } from './world';

let world: World;
let pods: SimulatedPod[];

const total = async (pod: SimulatedPod): Promise<Total> => {
  const asked = pod.cluster.total();
  await world.run(600);
  return asked;
};
const sources = (pod: SimulatedPod): Record<string, string> =>
  Object.fromEntries(pod.cluster.current()?.replicas.map(({ replica, source }) => [replica, source]) ?? []);
const visit = (pod: SimulatedPod, times: number): void => {
  for (let n = 0; n < times; n += 1) pod.visit();
};
const file = (pod: SimulatedPod): { settled: boolean; replicas: Record<string, { visits: number }> } =>
  JSON.parse(String(pod.claim.disk.content('peers.json')));
const endedBy = (predicate: () => boolean): Promise<void> => world.run(60_000, predicate);

beforeEach(async () => {
  world = new World(7);
  world.rotationFate = () => 'works';
  pods = [0, 1, 2].map((ordinal) => world.start(`clock-${ordinal}`));
  await world.run(4_000);
  for (const [index, pod] of pods.entries()) visit(pod, 10 * (index + 1));
  await world.run(4_000);
});

afterEach(() => expect(world.oracle.problems).toEqual([]));

test('every pod shows the sum of all, exactly, once it has asked', async () => {
  for (const pod of pods) {
    expect(await total(pod)).toMatchObject({ total: 60, exact: true, reasons: [] });
  }
});

test('a killed pod stays in the total, which is a lower bound from then on', async () => {
  const [first, , third] = pods as [SimulatedPod, SimulatedPod, SimulatedPod];
  third.kill();
  await world.run(4_000);
  expect(await total(first)).toMatchObject({ total: 60, exact: false });
  expect(sources(first)[third.claim.replica]).toBe('cached');
});

test('a pod that stopped cleanly is final; back with an older clock and killed, it is not', async () => {
  const [first, , third] = pods as [SimulatedPod, SimulatedPod, SimulatedPod];
  const { replica } = third.claim;
  void third.stop();
  world.forget('clock-2');
  await world.run(4_000);
  expect(await total(first)).toMatchObject({ total: 60, exact: true });
  expect(sources(first)[replica]).toBe('final');
  const back = world.start('clock-2');
  back.time.skewMs = third.time.skewMs - 3_600_000;
  await endedBy(() => sources(first)[replica] === 'live');
  back.kill();
  world.forget('clock-2');
  await world.run(5_000);
  expect(sources(first)[replica]).toBe('cached');
  expect(await total(first)).toMatchObject({ total: 60, exact: false });
});

test('a restart shows at once what was shown before, without any sibling', async () => {
  const [first, second, third] = pods as [SimulatedPod, SimulatedPod, SimulatedPod];
  await total(first);
  second.kill();
  third.kill();
  first.claim.disk.powerCut();
  const again = world.start('clock-0');
  await world.run(400);
  expect(again.cluster.current()).toMatchObject({ total: 60, exact: false });
});

test('a new volume under an old name says nothing before a sibling has reported to it; the lost one stays in the total', async () => {
  const [first, second] = pods as [SimulatedPod, SimulatedPod, SimulatedPod];
  const lost = first.claim.replica;
  first.kill();
  world.newClaim('clock-0');
  world.network.lossRate = 1;
  const again = world.start('clock-0');
  const asked = again.cluster.total();
  const refused = expect(asked).rejects.toMatchObject({ code: 'total-unknown' });
  await world.run(20_000);
  await refused;
  expect(again.cluster.current()).toBeNull();
  expect(again.cluster.peers()).toMatchObject({ settled: false });
  world.network.heal();
  await endedBy(() => again.cluster.current() !== null);
  expect(again.cluster.current()).toMatchObject({ total: 60, exact: false });
  expect(sources(again)[lost]).toBe('cached');
  visit(again, 1);
  await endedBy(() => sources(second)[again.claim.replica] === 'live');
  expect(await total(second)).toMatchObject({ total: 61, exact: false });
});

test('a new volume without siblings that answer shows what it has after 30 s; a crash before does not shorten that', async () => {
  for (const pod of pods) pod.kill();
  world.newClaim('clock-0');
  const alone = world.start('clock-0');
  await world.run(20_000);
  expect(alone.cluster.current()).toBeNull();
  expect(file(alone).settled).toBe(false);
  alone.kill();
  const again = world.start('clock-0');
  await world.run(20_000);
  expect(again.cluster.current()).toBeNull();
  await world.run(15_000);
  expect(again.cluster.current()).toMatchObject({ total: 0, exact: false });
});

test('a restored volume gets a new id; what it once had stays in the total', async () => {
  const [first, second] = pods as [SimulatedPod, SimulatedPod, SimulatedPod];
  const old = first.claim.replica;
  const snapshot = first.claim.snapshot();
  visit(first, 5);
  await world.run(4_000);
  first.kill();
  first.claim.restore(snapshot, world.scheduler.now);
  let atRotation: number | undefined;
  world.rotationFate = () => {
    atRotation = file(again).replicas[old]?.visits;
    return 'works';
  };
  const again = world.start('clock-0');
  await endedBy(() => again.claim.replica !== old);
  expect(atRotation).toBe(15); // durable before the old id is given up
  expect(again.claim.base).toBe(10);
  visit(again, 3);
  await world.run(4_000);
  for (const pod of [again, second]) {
    expect(await total(pod)).toMatchObject({ total: 68, exact: false });
    expect(sources(pod)[old]).toBe('cached');
  }
});

test.each(['fails', 'half', 'dies'] as const)(
  'a rotation that %s is tried again, and no visit counts twice',
  async (fate) => {
    const [first, second] = pods as [SimulatedPod, SimulatedPod, SimulatedPod];
    const old = first.claim.replica;
    const snapshot = first.claim.snapshot();
    visit(first, 5);
    await world.run(4_000);
    first.kill();
    first.claim.restore(snapshot, world.scheduler.now);
    const fates = [fate];
    world.rotationFate = () => fates.shift() ?? 'works';
    const again = world.start('clock-0');
    await endedBy(() => again.isDead || again.claim.replica !== old);
    const last = again.isDead ? world.start('clock-0') : again;
    await endedBy(() => last.claim.replica !== old && last.isOpen);
    visit(last, 1);
    await world.run(5_000);
    expect(await total(second)).toMatchObject({ total: 66 });
  },
);

test('an id that was given up keeps all it counted, also what peers.json had not heard of', async () => {
  const [first] = pods as [SimulatedPod, SimulatedPod, SimulatedPod];
  const old = first.claim.replica;
  visit(first, 5);
  expect(first.cluster.current()).toMatchObject({ total: 65 });
  first.kill();
  // Somebody removed replica.json beside the log.
  first.claim.identify('another-id', world.scheduler.now);
  const again = world.start('clock-0');
  await world.run(400);
  expect(again.cluster.current()).toMatchObject({ total: 65 });
  visit(again, 1);
  await world.run(5_000);
  expect(file(again).replicas[old]?.visits).toBe(15);
  expect(await total(again)).toMatchObject({ total: 66 });
});

test('two pods with one id are both reported, neither rotates its id, and it ends with one of them', async () => {
  const [first, second] = pods as [SimulatedPod, SimulatedPod, SimulatedPod];
  world.newClaim('clock-6').restore(first.claim.snapshot(), world.scheduler.now);
  const clone = world.start('clock-6');
  await endedBy(() => Boolean(clone.cluster.peers().duplicate && first.cluster.peers().duplicate));
  for (const pod of [first, second, clone])
    expect(await total(pod)).toMatchObject({ total: 60, exact: false });
  visit(first, 3);
  await world.run(10_000);
  expect(first.cluster.peers().duplicate).toMatchObject({ pod: 'clock-6' });
  expect(clone.cluster.peers().duplicate).toMatchObject({ pod: 'clock-0' });
  expect(clone.claim.replica).toBe(first.claim.replica);
  for (const pod of [first, second, clone])
    expect(await total(pod)).toMatchObject({ total: 63, exact: false });
  clone.kill();
  world.forget('clock-6');
  await endedBy(() => first.cluster.peers().duplicate === null);
  expect(await total(first)).toMatchObject({ total: 63, exact: true });
});

test('a restored volume is a lower bound for all, from the moment that it answers', async () => {
  const [first, second] = pods as [SimulatedPod, SimulatedPod, SimulatedPod];
  const snapshot = first.claim.snapshot();
  visit(first, 5);
  await world.run(4_000);
  first.kill();
  first.claim.restore(snapshot, world.scheduler.now);
  world.rotationFate = () => 'fails';
  world.start('clock-0');
  await world.run(10_000);
  expect(await total(second)).toMatchObject({ total: 65, exact: false });
  const view = second.cluster.peers().peers.find(({ pod }) => pod === 'clock-0');
  expect(view).toMatchObject({ state: 'refused', reason: 'restored' });
});

test('while the volume refuses, a total stays what it was, is a lower bound, and says why', async () => {
  const [first, second] = pods as [SimulatedPod, SimulatedPod, SimulatedPod];
  first.claim.disk.capacityBytes = 0;
  visit(second, 4);
  await world.run(6_000);
  expect(await total(first)).toMatchObject({
    total: 60,
    exact: false,
    reasons: [expect.stringContaining('ENOSPC')],
  });
  first.claim.disk.capacityBytes = 1024 * 1024;
  await endedBy(() => first.cluster.current()?.exact === true);
  expect(first.cluster.current()?.total).toBe(64);
});

test('a total beyond all exact numbers is refused by name, instead of being shown wrong', async () => {
  const [first, second] = pods as [SimulatedPod, SimulatedPod, SimulatedPod];
  const answer = second.answer.bind(second);
  const entry = { visits: MAX_VISITS, pod: 'clock-9', ordinal: 9, seenAt: 1, final: false };
  const forged = Array.from({ length: 10 }, (_, n) => [`forged-${n}`, entry] as const);
  second.answer = () => ({ ...answer(), replicas: new Map([...answer().replicas, ...forged]) });
  await endedBy(() => first.cluster.current() === null);
  const refused = expect(first.cluster.total()).rejects.toMatchObject({ code: 'total-too-large' });
  await world.run(600);
  await refused;
});
