import { ServerClock } from './server-clock';

const at = (ms: number) => new Date(ms).toUTCString();

it('knows nothing before the first answer', () => {
  expect(new ServerClock()).toMatchObject({ known: false, offsetMs: 0, errorMs: Infinity });
});

it('is bounded by one answer to a second and its own time', () => {
  const clock = new ServerClock();
  clock.learn(at(10_000), 10_400, 10_440);
  expect(clock).toMatchObject({ known: true, offsetMs: 80, errorMs: 520 });
});

it('is narrowed by answers that fall on both sides of a second', () => {
  const clock = new ServerClock();
  // The server is 2 s ahead.
  for (let ms = 100_000; ms < 101_000; ms += 50) clock.learn(at(ms + 2_005), ms, ms + 10);
  expect(Math.abs(clock.offsetMs - 2_000)).toBeLessThanOrEqual(clock.errorMs);
  expect(clock.errorMs).toBeLessThan(50);
});

it('starts anew where a clock was set', () => {
  const clock = new ServerClock();
  clock.learn(at(10_000), 10_400, 10_440);
  clock.learn(at(70_000), 10_900, 10_940);
  expect(clock).toMatchObject({ offsetMs: 59_580, errorMs: 520 });
});

it('does not take an answer without a date for one', () => {
  const clock = new ServerClock();
  clock.learn(undefined, 0, 1);
  expect(clock.known).toBe(false);
});
