import { eventually } from '@visits/testing/eventually';
import { LocalSet } from '../local-set.mjs';
import { PrefixProxy } from './prefix-proxy';
import { isLive, totalOn, untilTotal, watchedPage } from './watched-page';

let set: LocalSet;
const proxies: PrefixProxy[] = [];
const behindPrefix = async (url: string): Promise<PrefixProxy> => {
  const proxy = await PrefixProxy.of(url);
  proxies.push(proxy);
  return proxy;
};
beforeAll(async () => void (set = await LocalSet.start({ clocks: 1, calculators: 1 })));
afterEach(async () => {
  await Promise.all(proxies.splice(0).map((proxy) => proxy.close()));
});
afterAll(() => set?.stop());

it('behind a path prefix the clock has its style, its stream and its links', async () => {
  const { url } = await behindPrefix(set.clock);
  const { page, complaints } = await watchedPage();
  await page.goto(url);
  await untilTotal(page, 'live', isLive);
  expect(await page.evaluate(() => document.styleSheets[0]?.cssRules.length)).toBeGreaterThan(10);
  for (const name of ['Log', 'Info', 'API']) {
    await page.goto(url);
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.request().isNavigationRequest()),
      page.getByRole('link', { name }).click(),
    ]);
    expect(answer.status()).toBe(200);
  }
  await page.goto(`${url}visits/log`);
  await page.getByRole('link', { name: 'Start' }).click();
  await page.waitForURL(url);
  await page.goto(`${url}visits/log//`);
  await page.waitForURL(`${url}visits/log`);
  await page.goto(`${url}no/such/page`);
  await page.getByRole('link', { name: 'Start' }).click();
  await page.waitForURL(url);
  expect(complaints.filter((complaint) => !/no\/such\/page/.test(complaint))).toEqual([]);
});

it('and the calculator its form, twice in a row', async () => {
  const { url } = await behindPrefix(set.calculator);
  const { page, complaints } = await watchedPage();
  await page.goto(url);
  for (const [expression, result] of [
    ['3 + 4', '7'],
    ['5 × 5', '25'],
  ] as const) {
    await page.getByRole('textbox').fill(expression);
    await page.keyboard.press('Enter');
    await page.locator('output', { hasText: result }).waitFor();
  }
  await untilTotal(page, 'live', isLive);
  expect(complaints).toEqual([]);
});

it('a page that was prerendered counts once, when it is shown', async () => {
  const behind = await behindPrefix(set.clock);
  const { origin } = behind;
  const counted = async () =>
    ((await (await fetch(`${set.clock}/visits`)).json()) as { visits: number }).visits;
  const before = await counted();
  const { page } = await watchedPage();
  await page.goto(`${origin}/start`);
  await eventually('it is fetched ahead', 10_000, () => behind.purposes.length > 0);
  expect(new Set(behind.purposes)).toEqual(new Set(['prefetch;prerender']));
  expect(await counted()).toBe(before);
  await page.getByRole('link', { name: 'Go' }).click();
  await page.locator('.count', { hasText: 'This is visit' }).waitFor();
  await untilTotal(page, 'live', isLive);
  expect(await counted()).toBe(before + 1);
  expect((await totalOn(page)).sum).toBe(before + 1);
});
