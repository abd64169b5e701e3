import { LocalSet } from '../local-set.mjs';
import { isLive, podOf, totalOn, untilTotal, watchedPage } from './watched-page';

let set: LocalSet;
beforeAll(async () => void (set = await LocalSet.start({ clocks: 3, calculators: 1 })));
afterAll(() => set?.stop());

const pods = ['clock-0', 'clock-1', 'clock-2'];
const visit = async (): Promise<void> => void (await fetch(set.clock, { headers: { connection: 'close' } }));
const counted = (): Promise<number> => set.counted('clock');

it('one look at the page is one visit: neither its style nor its icon nor its stream counts', async () => {
  const before = await counted();
  const { page, complaints } = await watchedPage();
  await page.goto(set.clock);
  await untilTotal(page, 'live', isLive);
  expect(await counted()).toBe(before + 1);
  expect(complaints).toEqual([]);
});

it('shows what others visit without a reload, exactly, and nothing jumps or chatters', async () => {
  const { page, complaints, jumps } = await watchedPage();
  await page.goto(set.clock);
  const sum = await counted();
  await untilTotal(
    page,
    'live and exact',
    (total) => isLive(total) && total.bound === 'exactly' && total.sum === sum,
  );
  await page.locator('.spoken').evaluate((spoken) => {
    new MutationObserver(() => (spoken.dataset.times = `${Number(spoken.dataset.times ?? 0) + 1}`)).observe(
      spoken,
      {
        childList: true,
      },
    );
  });
  for (let visits = 1; visits <= 30; visits += 1) await visit();
  const after = await untilTotal(
    page,
    'thirty more',
    (total) => total.sum === sum + 30 && total.bound === 'exactly',
  );
  expect(after.heading).toBe('Total of 3 replicas');
  expect(after.rows.map((row) => row.replace(/: \d+$/, '').replace(', answered you', ''))).toEqual(
    pods.map((pod) => `${pod}: live`),
  );
  expect(after.sum).toBe(await counted());
  const [times, ms] = await page
    .locator('.spoken')
    .evaluate((spoken) => [Number(spoken.dataset.times ?? 0), performance.now()] as const);
  expect(times).toBeLessThanOrEqual(ms / 20_000);
  expect(await jumps()).toBeLessThan(0.001);
  expect(complaints).toEqual([]);
});

it('a reload meets another pod; the number of the pod that answered is its own', async () => {
  const { page } = await watchedPage();
  const met = new Map<string, number>();
  await page.goto(set.clock);
  for (let reload = 0; reload < 6; reload += 1) {
    const own = await page.locator('.count strong').innerText();
    met.set(await podOf(page), Number(own.replaceAll(',', '')));
    await page.reload();
  }
  expect([...met.keys()].sort()).toEqual(pods);
  for (const [pod, own] of met) {
    const { visits } = await (await fetch(`${set.urlOf(pod)}/visits`)).json();
    expect(own).toBeLessThanOrEqual(visits);
  }
  // Behind a Service it is the connection that is balanced.
  const { headers } = await fetch(set.urlOf('clock-0'), { headers: { accept: 'text/html' } });
  expect(headers.get('connection')).toBe('close');
});

it.each([['the one whose stream is watched'], ['another one']])(
  'a pod is killed, %s: the total stays, says at least and when it was heard last, and goes on when the pod is back',
  async (which) => {
    const { page, complaints } = await watchedPage();
    await page.goto(set.clock);
    for (let visits = 0; visits < 6; visits += 1) await visit();
    const before = await untilTotal(
      page,
      'live and exact',
      (total) => isLive(total) && total.bound === 'exactly',
    );
    const watched = /as (\S+) sees/.exec(before.seen)?.[1] ?? '';
    const victim = which === 'another one' ? pods.find((pod) => pod !== watched)! : watched;
    const release = set.holdDown(victim);
    const sums: number[] = [];
    const during = await untilTotal(page, 'at least, live from another pod', (total) => {
      sums.push(total.sum);
      return (
        isLive(total) &&
        total.bound === 'at least' &&
        total.rows.some((row) => row.startsWith(`${victim}: last heard`))
      );
    });
    expect(Math.min(...sums)).toBeGreaterThanOrEqual(before.sum);
    expect(during.seen).not.toContain(victim);
    expect(during.why).toMatch(/\w/);
    const others = (await visit(), await visit(), during.sum);
    await untilTotal(page, 'the others go on', (total) => total.sum >= others + 1);
    release();
    const after = await untilTotal(
      page,
      'exact again',
      (total) => isLive(total) && total.bound === 'exactly',
      45_000,
    );
    expect(after.sum).toBe(await counted());
    // A browser reports in its console what it asked a pod that was gone; nothing else may be there.
    const unrelated = complaints.filter(
      (complaint) => !/\/total\/stream|\/visits\/histogram/.test(complaint),
    );
    expect(unrelated).toEqual([]);
  },
);

it('without a script everything is there to read, and says what to do about it', async () => {
  const { page } = await watchedPage({ javaScriptEnabled: false });
  await page.goto(set.clock);
  const total = await totalOn(page);
  expect(total.heading).toBe('Total of 3 replicas');
  expect(total.sum).toBeGreaterThan(0);
  expect(total.rows).toHaveLength(3);
  expect(total.seen).toBe(`As ${await podOf(page)} saw it when it answered.`);
  expect(await page.locator('h1 + .figure').innerText()).toMatch(/^\d\d:\d\d:\d\d$/);
});

it.each([
  ['reduce', '0s'],
  ['no-preference', '0.5s, 0.5s'],
] as const)('bars glide only where motion is welcome: %s', async (reducedMotion, duration) => {
  const { page } = await watchedPage({ reducedMotion });
  await page.goto(set.clock);
  const bar = page.locator('.replicas .fill').first();
  expect(await bar.evaluate((fill) => getComputedStyle(fill).transitionDuration)).toBe(duration);
});
