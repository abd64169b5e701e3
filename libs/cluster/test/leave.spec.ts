import type { SimulatedPod } from './simulated-pod';
import { World } from './world';

const visit = (pod: SimulatedPod, times: number): void => {
  for (let n = 0; n < times; n += 1) pod.visit();
};

test('pods that stop together know the final counts of all: of ten, three come back, and the total is exact', async () => {
  const world = new World(23);
  const set = Array.from({ length: 10 }, (_, ordinal) => world.start(`clock-${ordinal}`));
  await world.run(10_000);
  for (const pod of set) visit(pod, 3);
  // The last visits come while they drain.
  for (const [ordinal, pod] of set.entries()) void pod.stop(5_000 + ordinal * 50);
  await world.run(4_900);
  for (const pod of set) visit(pod, 1);
  await world.run(60_000, () => set.every(({ isDead }) => isDead));
  for (let ordinal = 3; ordinal < 10; ordinal += 1) world.forget(`clock-${ordinal}`);
  const back = [0, 1, 2].map((ordinal) => world.start(`clock-${ordinal}`));
  await world.run(60_000, () => back.every(({ cluster }) => cluster.current()?.exact === true));
  for (const pod of back) {
    expect(pod.cluster.current()).toMatchObject({ total: 40, exact: true });
    expect(pod.cluster.current()?.replicas.filter(({ source }) => source === 'final')).toHaveLength(7);
  }
  expect(world.oracle.problems).toEqual([]);
});

test('a sibling that drained is no warning either when its leave message is lost', async () => {
  const world = new World(11);
  const pods = [0, 1].map((ordinal) => world.start(`clock-${ordinal}`));
  await world.run(10_000);
  world.network.leave = () => Promise.resolve('not-taken');
  void pods[1]?.stop(5_000);
  await world.run(20_000);
  const lost = world.events.flatMap((event) =>
    event.kind === 'peer' && event.peer.state === 'unreachable' ? [event.peer] : [],
  );
  expect(lost.at(-1)).toMatchObject({ pod: 'clock-1', stopping: true });
});

test.each(['connection-refused', 'connection-failed'] as const)(
  'nor is one that does not drain, where somebody asks between its close and its last words: %s',
  async (closed) => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const world = new World(seed);
      world.network.closed = closed;
      const pods = [0, 1, 2].map((ordinal) => world.start(`clock-${ordinal}`));
      await world.run(10_000 + seed * 100);
      world.events.length = 0;
      void pods[2]?.stop();
      await world.run(10_000);
      const told = world.events.flatMap((event) =>
        event.kind === 'peer' && event.peer.state === 'unreachable' ? [event.peer.stopping] : [],
      );
      expect({ seed, told }).toEqual({ seed, told: [true, true] });
    }
  },
);

test('a planned stop is no warning, from the drain to the answer of the next process; a crash is one', async () => {
  const world = new World(11);
  const pods = [0, 1, 2].map((ordinal) => world.start(`clock-${ordinal}`));
  const [first, second, third] = pods as [SimulatedPod, SimulatedPod, SimulatedPod];
  const view = () => first.cluster.peers().peers.find(({ pod }) => pod === 'clock-2');
  const endedBy = (predicate: () => boolean): Promise<void> => world.run(60_000, predicate);
  await world.run(10_000);
  world.events.length = 0;
  const warned = (): unknown[] =>
    world.events.flatMap((event) =>
      event.kind === 'peer' && event.peer.state === 'unreachable' ? [event.peer.stopping] : [],
    );
  void third.stop(5_000);
  await endedBy(() => third.isDead === true);
  await world.run(10_000);
  expect(warned().length).toBeGreaterThan(0);
  expect(new Set(warned())).toEqual(new Set([true]));
  expect(view()).toMatchObject({ stopping: true });
  world.start('clock-2');
  await endedBy(() => view()?.state === 'live');
  expect(view()).toMatchObject({ stopping: false });
  expect(new Set(warned())).toEqual(new Set([true]));
  second.kill();
  await world.run(10_000);
  expect(warned()).toContain(false);
  expect(world.oracle.problems).toEqual([]);
});
