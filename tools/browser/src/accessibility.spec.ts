import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killAll, Pod } from '@visits/testing/pod';
import type { Page } from 'playwright-core';
import { LocalSet } from '../local-set.mjs';
import { expectClean, expectNoSidewaysScroll, isLive, untilTotal, watchedPage } from './watched-page';

let set: LocalSet;
const dataDir = mkdtempSync(join(tmpdir(), 'visits-browser-'));
beforeAll(async () => void (set = await LocalSet.start({ clocks: 3, calculators: 2 })));
afterEach(killAll);
afterAll(async () => {
  await set?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** One clock without a set around it, for what no healthy set shows. */
async function lonePod(volume: string, env: Record<string, string> = {}): Promise<string> {
  const pod = await Pod.of({ dataDir: volume, env });
  await pod.answers('/startupz');
  return pod.url;
}

/** On a fresh volume, and its one sibling never answers: it names no total for half a minute. */
function unsettled(): Promise<string> {
  return lonePod(mkdtempSync(join(dataDir, 'volume-')), { PEERS: 'http://127.0.0.1:9' });
}

/** Another process holds its volume. */
async function waiting(): Promise<string> {
  const volume = mkdtempSync(join(dataDir, 'volume-'));
  await lonePod(volume);
  return lonePod(volume, { POD_NAME: 'a-clock-with-the-long-name-that-a-person-gave-it-0' });
}

const live = async (page: Page): Promise<void> => void (await untilTotal(page, 'live', isLive));
const pages: [what: string, url: () => string | Promise<string>, settle?: (page: Page) => Promise<void>][] = [
  ['the clock', () => set.clock, live],
  ['the calculator', () => set.calculator, live],
  [
    'a result',
    () => set.calculator,
    async (page) => {
      await page.getByLabel('Expression').fill('1 / 3');
      await page.keyboard.press('Enter');
      await page.locator('output').waitFor();
    },
  ],
  ['a log', () => `${set.clock}/visits/log`],
  ['a line of a log', () => `${set.clock}/visits/log?n=1`],
  ['the log of the set', () => `${set.clock}/visits/log?scope=set`],
  ['the calculations of the set', () => `${set.calculator}/calculations?scope=set`],
  ['the log of a set that lacks a pod', async () => `${await unsettled()}/visits/log?scope=set`],
  ['the API', () => `${set.clock}/docs`],
  ['what a pod is', () => `${set.clock}/info`],
  ['the siblings', () => `${set.clock}/peers`],
  ['the total', () => `${set.clock}/total`, live],
  ['a problem', () => `${set.clock}/nothing`],
  ['a total that is not known yet', unsettled],
  ['a pod that cannot count', waiting],
];

describe.each(pages)('%s', (_what, url, settle) => {
  it.each(['light', 'dark'] as const)('is clean to axe, %s', async (colorScheme) => {
    const { page } = await watchedPage({ colorScheme });
    await page.goto(await url());
    await settle?.(page);
    await expectClean(page);
  });

  it('never scrolls sideways, from 320 to 1920 px', async () => {
    const { page } = await watchedPage();
    await page.goto(await url());
    await settle?.(page);
    await expectNoSidewaysScroll(page);
  });
});

it('what is not known yet, and what is not well, is said in words with its cure', async () => {
  const { page } = await watchedPage();
  await page.goto(await unsettled());
  expect(await page.locator('.total .sum').innerText()).toMatch(/not known yet/);
  expect(await page.locator('.total .why').innerText()).toMatch(/hears from its siblings/);
  const refused = await page.goto(await waiting());
  expect(refused?.status()).toBe(503);
  expect(await page.locator('.note').allInnerTexts()).toEqual([
    expect.stringMatching(
      /^Your visit was not counted\.\s+Another process holds the volume\.[^]*a volume has one writer/,
    ),
  ]);
  expect(await page.locator('dl').innerText()).toMatch(/Health\s+not ready, see above/);
});
