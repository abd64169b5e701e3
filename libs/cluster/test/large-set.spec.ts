import type { Total } from '../src/total/total';
import { World } from './world';

/** A pod among siblings that are all well; how many were asked at one time, and in all, for one total. */
async function totalOf(siblings: number): Promise<Total & { atOnce: number; asked: number }> {
  const world = new World(31);
  const { network } = world;
  for (let ordinal = 1; ordinal <= siblings; ordinal += 1) {
    const [name, address, replica] = [
      `clock-${ordinal}`,
      `10.1.${ordinal >> 8}.${ordinal & 255}`,
      `r-${ordinal}`,
    ];
    const set = { service: 'clock', namespace: 'visits', headless: 'clock-pods', name: 'clock' };
    const entry = { visits: 0, pod: name, ordinal, seenAt: 1, final: false };
    const own = new Map([[replica, entry]]);
    network.names.set(name, { address, since: 0 });
    network.endpoints.set(address, {
      ...{ name, address, isListening: true },
      answer: () => ({
        format: 1,
        set,
        pod: name,
        ordinal,
        boot: name,
        replica,
        settled: true,
        replicas: own,
      }),
      hear: () => Promise.resolve('taken'),
    });
  }
  const pod = world.start('clock-0');
  await world.run(60_000);
  // Just after a round, which asked eight of them.
  await world.run(5_000, () => (pod.cluster.peers().ageMs ?? Infinity) < 50);
  let [now, atOnce, asked] = [0, 0, 0];
  const ask = network.ask.bind(network);
  network.ask = async (...question) => {
    asked += 1;
    atOnce = Math.max(atOnce, (now += 1));
    return ask(...question).finally(() => (now -= 1));
  };
  let total: Total | null = null;
  const began = world.scheduler.now;
  void pod.cluster.total().then((answer) => (total = answer));
  await world.run(2_000, () => total !== null);
  expect(world.scheduler.now - began).toBeLessThanOrEqual(500);
  expect(world.oracle.problems).toEqual([]);
  return { ...(total as unknown as Total), atOnce, asked };
}

test('a request for the total asks every sibling of a hundred, some at a time, and the total is exact', async () => {
  const { exact, reasons, replicas, atOnce, asked } = await totalOf(100);
  expect([exact, reasons]).toEqual([true, []]);
  expect(replicas).toHaveLength(101);
  expect(asked).toBeLessThanOrEqual(100 + 8);
  expect(atOnce).toBeLessThanOrEqual(16);
});

test('beyond a hundred it asks a hundred, and says so', async () => {
  const { exact, reasons, asked } = await totalOf(130);
  expect(exact).toBe(false);
  expect(reasons).toContain('A request asks 100 of 130 siblings: the total is exact by chance only.');
  expect(asked).toBeLessThanOrEqual(100 + 8);
});
