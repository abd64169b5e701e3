import { Pace } from './pace';

it('gives turns in the order in which they were asked for, at its rate', async () => {
  const pace = new Pace(200);
  const startedMs = performance.now();
  const order: number[] = [];
  await Promise.all(Array.from({ length: 40 }, (_, n) => pace.turn().then(() => order.push(n))));
  // Never faster, but for what it may owe; how much slower is the machine's business.
  expect(performance.now() - startedMs).toBeGreaterThan(150);
  expect(order).toEqual([...Array(40).keys()]);
  pace.end();
});

it('gives no turn while it is paused, and goes on at once with a rate', async () => {
  const pace = new Pace(0);
  let turns = 0;
  const turn = pace.turn().then(() => turns++);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(turns).toBe(0);
  pace.set(1_000);
  await turn;
  pace.end();
});

it('lets everybody go when it ends, also those who come later', async () => {
  const pace = new Pace(0);
  const waiting = [pace.turn(), pace.turn()];
  pace.end();
  await Promise.all([...waiting, pace.turn()]);
});
