import { eventually } from '@visits/testing/eventually';
import { LocalSet } from '../local-set.mjs';
import { podOf, watchedPage } from './watched-page';

let set: LocalSet;
beforeAll(async () => void (set = await LocalSet.start({ clocks: 3, calculators: 2 })));
afterAll(() => set?.stop());

it.each([true, false])(
  'a receipt leads to its line, whichever pod answers, with script: %s',
  async (javaScriptEnabled) => {
    const { page, complaints } = await watchedPage({ javaScriptEnabled });
    for (let time = 0; time < 4; time += 1) {
      await page.goto(set.clock);
      const pod = await podOf(page);
      const receipt = page.locator('dt', { hasText: 'Receipt' }).locator('+ dd');
      const n = await receipt.locator('a code').innerText();
      const at = await receipt.locator('time').getAttribute('datetime');
      await receipt.getByRole('link').click();
      expect(await page.locator('h1').innerText()).toBe(`Everything counted by ${pod}`);
      const line = page.locator('li.found');
      expect(await line.locator('.n').innerText()).toBe(n);
      expect(await line.locator('time').getAttribute('datetime')).toBe(at);
      expect(await page.locator('.found-line code').innerText()).toContain(`${at} ${n} `);
    }
    expect(complaints).toEqual([]);
  },
);

it('Log and Info meet the pod that the page was of, and so does the log from there on', async () => {
  const { page } = await watchedPage();
  for (let time = 0; time < 4; time += 1) {
    await page.goto(set.clock);
    const pod = await podOf(page);
    await page.getByRole('link', { name: 'Info' }).click();
    expect(await page.locator('h1').innerText()).toBe(`What ${pod} is`);
    await page.getByRole('link', { name: 'Log' }).click();
    await page.getByLabel('Number').fill('1');
    await page.keyboard.press('Enter');
    await page.locator('li.found').waitFor();
    expect(await page.locator('h1').innerText()).toBe(`Everything counted by ${pod}`);
  }
});

it('a line whose pod is down is a page that asks again by itself, until the pod is back', async () => {
  const { page } = await watchedPage();
  const { receipt } = await (await fetch(set.urlOf('clock-1'))).json();
  const release = set.holdDown('clock-1');
  const line = `${set.urlOf('clock-0')}/visits/log?replica=${receipt.replica}&n=${receipt.n}`;
  try {
    // It asks again by itself: a moment later the killed pod may listen for once.
    await eventually('it does not answer', 60_000, async () => {
      await page.goto(line);
      expect(await page.locator('h1').innerText()).toBe('503 · replica-unreachable');
      return true;
    });
  } finally {
    release();
  }
  await page.locator('li.found .n', { hasText: String(receipt.n) }).waitFor({ timeout: 90_000 });
});

it('a reload of a result counts nothing; the result is the largest text of its page', async () => {
  const { page, complaints } = await watchedPage();
  await page.goto(set.calculator);
  await page.getByLabel('Expression').fill('1 / 3');
  await page.keyboard.press('Enter');
  const result = `0.${'3'.repeat(34)}`;
  await page.locator('output', { hasText: result }).waitFor();
  const before = await set.counted('calculator');
  for (let time = 0; time < 3; time += 1) {
    await page.reload();
    expect(await page.locator('output').innerText()).toBe(result);
  }
  expect(await set.counted('calculator')).toBe(before);
  expect(before).toBe(1);
  const sizes = await page.evaluate(() =>
    [...document.querySelectorAll('body *')].map((one) => [
      one.tagName,
      parseFloat(getComputedStyle(one).fontSize),
    ]),
  );
  const [largest] = sizes.toSorted((a, b) => Number(b[1]) - Number(a[1]));
  const output = sizes.find(([tag]) => tag === 'OUTPUT');
  expect(output?.[1]).toBe(largest?.[1]);
  expect(complaints).toEqual([]);
});

it('the clock ticks with the server’s time', async () => {
  const { page } = await watchedPage();
  await page.goto(set.clock);
  const clock = page.locator('.figure time');
  const first = await clock.innerText();
  await eventually('it ticks', 5000, async () => (await clock.innerText()) !== first);
  const moscow = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Moscow', timeStyle: 'medium' });
  await eventually('it is right', 5000, async () => (await clock.innerText()) === moscow.format(Date.now()));
});

it('a killed pod says for a minute that it restarted', async () => {
  const { page } = await watchedPage();
  await page.goto(set.clock);
  process.kill(set.pidOf('clock-1'), 'SIGKILL');
  const row = page.locator('.replicas > li', { hasText: 'clock-1' });
  await row.locator('.status', { hasText: /live, restarted \d+ s ago/ }).waitFor();
});

it('the chart grows with what is counted, without a reload', async () => {
  const { page, complaints } = await watchedPage();
  await page.goto(set.urlOf('clock-2'));
  const words = page.locator('.chart figcaption');
  const first = Number(/^\d+/.exec(await words.innerText())?.[0]);
  await fetch(set.urlOf('clock-2'));
  await eventually('one more', 20_000, async () => Number(/^\d+/.exec(await words.innerText())?.[0]) > first);
  expect(await page.locator('.chart rect').count()).toBe(60);
  expect(complaints).toEqual([]);
});

it('the API for people copies a line for a shell that works', async () => {
  const { page, complaints } = await watchedPage({
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await page.goto(`${set.clock}/docs`);
  const operation = page.locator('.operation', { has: page.locator('code', { hasText: /^\/visits\/log$/ }) });
  await operation.getByRole('button', { name: 'Copy' }).click();
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  const copied = await eventually('it is copied', 10_000, async () => (await clipboard()) || null);
  expect(copied).toBe(`curl -s 'http://${new URL(set.clock).host}/visits/log'`);
  expect(complaints).toEqual([]);
});
