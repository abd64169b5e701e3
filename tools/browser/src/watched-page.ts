import { AxeBuilder } from '@axe-core/playwright';
import { eventually } from '@visits/testing/eventually';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startChromium } from '../chromium.mjs';

let browser: Browser;
beforeAll(async () => void (browser = await startChromium()));
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(() => browser?.close());

export interface WatchedPage {
  readonly page: Page;
  /** What the browser had to complain about: its console, uncaught errors, violations of the policy. */
  readonly complaints: string[];
  /** How much the page has jumped since it was loaded, as browsers measure it (layout shift). */
  jumps(): Promise<number>;
}

/** A page of its own context, as one person's browser; closed when the test ends. */
export async function watchedPage(options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`policy violated: ${violatedDirective} ${blockedURI}`),
    );
    const watched = window as unknown as { jumps: number };
    watched.jumps = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) watched.jumps += (entry as unknown as { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return {
    page,
    complaints,
    jumps: () => page.evaluate(() => (window as unknown as { jumps: number }).jumps),
  };
}

export async function expectClean(page: Page): Promise<void> {
  const { violations, passes } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  expect(passes.map(({ id }) => id)).toContain('color-contrast');
}

export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  for (const width of [320, 360, 768, 960, 1280, 1920]) {
    await page.setViewportSize({ width, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
}

export interface TotalOnPage {
  readonly heading: string;
  readonly bound: string;
  readonly sum: number;
  readonly seen: string;
  readonly why: string;
  /** `clock-0: live, answered you: 12` */
  readonly rows: readonly string[];
}

const words = async (page: Page, selector: string): Promise<string> =>
  (await page.locator(selector).innerText()).replace(/\s+/g, ' ').trim();

/** The total as a person reads it there: all of it at one moment. */
export function totalOn(page: Page): Promise<TotalOnPage> {
  return page.evaluate(() => {
    const words = (selector: string, inside: ParentNode = document): string =>
      inside.querySelector<HTMLElement>(selector)!.innerText.replace(/\s+/g, ' ').trim();
    return {
      heading: words('.total h2'),
      bound: words('.total .bound'),
      sum: Number(words('.sum strong').replaceAll(',', '')),
      seen: words('.total .seen'),
      why: words('.total .why'),
      rows: [...document.querySelectorAll('.replicas > li')].map(
        (row) => `${words('.name', row)}: ${words('.status', row)}: ${words('.visits', row)}`,
      ),
    };
  });
}

/** Reads the total again and again until it is as wanted; fails with what was there last. */
export function untilTotal(
  page: Page,
  what: string,
  wanted: (total: TotalOnPage) => boolean,
  deadlineMs = 20_000,
): Promise<TotalOnPage> {
  return eventually(what, deadlineMs, async () => {
    const total = await totalOn(page);
    if (wanted(total)) return total;
    throw new Error(JSON.stringify(total));
  });
}

export const isLive = ({ seen }: TotalOnPage): boolean => seen.startsWith('Live, ');

/** The pod that answered the page. */
export const podOf = (page: Page): Promise<string> => words(page, 'dl dd >> nth=0');
