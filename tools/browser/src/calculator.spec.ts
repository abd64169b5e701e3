import { LocalSet } from '../local-set.mjs';
import { isLive, untilTotal, watchedPage } from './watched-page';

let set: LocalSet;
beforeAll(async () => void (set = await LocalSet.start({ clocks: 1, calculators: 2 })));
afterAll(() => set?.stop());

it.each([true, false])(
  'calculates by its form and shows its history, with script: %s',
  async (javaScriptEnabled) => {
    const { page, complaints } = await watchedPage({ javaScriptEnabled });
    await page.goto(set.calculator);
    await page.getByLabel('Expression').fill('2 * (3 + 4) ^ 2');
    await page.getByRole('button', { name: 'Calculate' }).click();
    await page.locator('output', { hasText: '98' }).waitFor();
    expect(await page.locator('ol.log .text').first().innerText()).toBe('2 * (3 + 4) ^ 2 = 98');
    expect(complaints).toEqual([]);
  },
);

it('says what is wrong with an expression, keeps it, and counts nothing', async () => {
  const { page } = await watchedPage();
  await page.goto(set.calculator);
  const before = await set.counted('calculator');
  await page.getByLabel('Expression').fill('1 / 0');
  await page.keyboard.press('Enter');
  await page.locator('.note', { hasText: 'zero' }).waitFor();
  expect(await page.getByLabel('Expression').inputValue()).toBe('1 / 0');
  expect(await set.counted('calculator')).toBe(before);
});

it('shows what others calculate without a reload; looking is not calculating', async () => {
  const { page, complaints } = await watchedPage();
  await page.goto(set.calculator);
  const sum = await set.counted('calculator');
  const { heading } = await untilTotal(
    page,
    'live',
    (total) => isLive(total) && total.bound === 'exactly' && total.sum === sum,
  );
  expect(heading).toBe('Total of 2 replicas');
  for (let count = 1; count <= 3; count += 1) {
    const body = JSON.stringify({ expression: `${count} + 1` });
    await fetch(`${set.calculator}/calculations`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', connection: 'close' },
    });
  }
  await untilTotal(page, 'three more', (total) => total.sum === sum + 3);
  expect(complaints).toEqual([]);
});
