import { eventually } from '@visits/testing/eventually';
import type { Page } from 'playwright-core';
import { LocalSet } from '../local-set.mjs';
import { watchedPage } from './watched-page';

const LONG = `1${' + 1'.repeat(30)}`;
const EXPRESSIONS = ['1 / 3', '10 / 4', LONG, '2 ^ 10', '7 - 10'];

interface Line {
  readonly pod: string;
  readonly replica: string;
  readonly n: number;
  readonly at: string;
}

let set: LocalSet;
/** Newest first, as the pages show them. */
const visits: Line[] = [];
const calculations: Line[] = [];
beforeAll(async () => {
  set = await LocalSet.start({ clocks: 3, calculators: 2 });
  for (const pod of [0, 1, 2, 2, 1, 0, 0].map((ordinal) => `clock-${ordinal}`))
    visits.unshift(await counted(pod, set.urlOf(pod)));
  for (const [n, expression] of EXPRESSIONS.entries()) {
    const pod = `calculator-${n % 2}`;
    calculations.unshift(
      await counted(pod, `${set.urlOf(pod)}/calculations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ expression }),
      }),
    );
  }
});
afterAll(() => set?.stop());

async function counted(pod: string, url: string, init?: RequestInit): Promise<Line> {
  const { receipt } = await (await fetch(url, init)).json();
  return { pod, replica: receipt.replica, n: receipt.n, at: receipt.at };
}

/** Opens a page of the set; on a busy machine a pod may answer too late for once. */
async function openWhole(page: Page, url: string): Promise<void> {
  await eventually('nobody is missing', 90_000, async () => {
    await page.goto(url);
    return (await page.locator('.note').count()) === 0 && (await page.locator('ol.log li').count()) > 0;
  });
}

type Row = Pick<Line, 'pod' | 'n' | 'at'>;
const rowOf = ({ pod, n, at }: Line): Row => ({ pod, n, at });
/** Two lines of one millisecond stand by their replica. */
const byTime = (lines: readonly Line[]): Row[] =>
  lines
    .toSorted((a, b) => b.at.localeCompare(a.at) || b.replica.localeCompare(a.replica) || b.n - a.n)
    .map(rowOf);

const rowsOn = (page: Page): Promise<Row[]> =>
  page.locator('ol.log li').evaluateAll((rows) =>
    rows.map((row) => ({
      pod: row.querySelector<HTMLElement>('.pod')!.innerText,
      n: Number(row.querySelector<HTMLElement>('.n')!.innerText),
      at: row.querySelector('time')!.dateTime,
    })),
  );

/** The colour that each pod has in its rows. */
const coloursOn = (page: Page): Promise<Record<string, string>> =>
  page
    .locator('ol.log li')
    .evaluateAll((rows) =>
      Object.fromEntries(
        rows.map((row) => [
          row.querySelector<HTMLElement>('.pod')!.innerText,
          getComputedStyle(row).borderLeftColor,
        ]),
      ),
    );

const histories: [what: string, url: () => string, lines: readonly Line[]][] = [
  ['/visits/log?scope=set', () => `${set.clock}/visits/log`, visits],
  ['/calculations?scope=set', () => `${set.calculator}/calculations`, calculations],
];

describe.each(histories)('%s', (_what, url, lines) => {
  it.each([true, false])(
    'has the lines of all pods by time, newest first, each with its pod, with script: %s',
    async (javaScriptEnabled) => {
      const { page, complaints } = await watchedPage({ javaScriptEnabled });
      await openWhole(page, `${url()}?scope=set`);
      expect(await rowsOn(page)).toEqual(byTime(lines));
      expect(await page.locator('h1').innerText()).toBe('Everything counted by all pods');
      expect(complaints).toEqual([]);
    },
  );

  it.each(['light', 'dark'] as const)(
    'shows each pod in its colour, and never scrolls sideways, from 360 to 1920 px, %s',
    async (colorScheme) => {
      const { page } = await watchedPage({ colorScheme });
      await openWhole(page, `${url()}?scope=set`);
      const colours = await coloursOn(page);
      expect(new Set(Object.values(colours)).size).toBe(new Set(lines.map(({ pod }) => pod)).size);
      for (const width of [360, 768, 1280, 1920]) {
        await page.setViewportSize({ width, height: 740 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        const [left, right] = await extentOfTexts(page);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(right).toBeLessThanOrEqual(width);
      }
    },
  );

  it('leads from a line to the same line in the log of its own pod, and back to the set', async () => {
    const { page, complaints } = await watchedPage();
    for (const pod of new Set(lines.map((line) => line.pod))) {
      const { n, at } = lines.find((line) => line.pod === pod)!;
      await openWhole(page, `${url()}?scope=set`);
      await page.getByRole('link', { name: pod, exact: true }).first().click();
      await found(page, pod, n, at);
      await page.getByRole('link', { name: 'The whole set' }).click();
      expect(await page.locator('h1').innerText()).toBe('Everything counted by all pods');
    }
    expect(complaints).toEqual([]);
  });

  it('names the pod that answered, and leads to its log and to what it is', async () => {
    const { page } = await watchedPage();
    for (const link of ['Only', 'Info']) {
      await page.goto(`${url()}?scope=set`);
      const only = page.getByRole('link', { name: /^Only / });
      const pod = (await only.innerText()).slice('Only '.length);
      await (link === 'Only' ? only : page.getByRole('link', { name: link })).click();
      const heading = link === 'Only' ? `Everything counted by ${pod}` : `What ${pod} is`;
      expect(await page.locator('h1').innerText()).toBe(heading);
    }
  });

  it('can be read back to its first line and from a time on, whichever pods answer', async () => {
    const { page } = await watchedPage();
    const seen: Row[] = [];
    await openWhole(page, `${url()}?scope=set&limit=2`);
    for (;;) {
      seen.push(...(await rowsOn(page)));
      const older = page.getByRole('link', { name: 'Older' });
      if ((await older.count()) === 0) break;
      await openWhole(
        page,
        (await older.getAttribute('href').then((href) => new URL(href!, page.url()))).href,
      );
    }
    expect(seen).toEqual(byTime(lines));
    await page.getByRole('link', { name: 'Newest' }).click();
    await openWhole(page, page.url());
    expect(await rowsOn(page)).toEqual(byTime(lines).slice(0, 2));
    await page.getByLabel('Time, UTC').fill('2020-01-01T00:00');
    await page.getByRole('button', { name: 'Go' }).click();
    await openWhole(page, page.url());
    expect(await rowsOn(page)).toEqual(byTime(lines).slice(-2));
  });
});

async function found(page: Page, pod: string, n: number, at: string): Promise<void> {
  expect(await page.locator('h1').innerText()).toBe(`Everything counted by ${pod}`);
  const line = page.locator('li.found');
  expect(await line.locator('.n').innerText()).toBe(String(n));
  expect(await line.locator('time').getAttribute('datetime')).toBe(at);
}

/** Also what a box cuts off would be outside. */
const extentOfTexts = (page: Page): Promise<[number, number]> =>
  page.locator('main *').evaluateAll((all) => {
    const boxes = all.map((one) => one.getBoundingClientRect()).filter(({ width }) => width > 0);
    return [Math.min(...boxes.map(({ left }) => left)), Math.max(...boxes.map(({ right }) => right))];
  });

describe('a pod that does not answer', () => {
  const others = (): Row[] => byTime(visits.filter(({ pod }) => pod !== 'clock-1'));

  it('is named as missing while it is killed again and again; the lines of the others stay', async () => {
    const { page } = await watchedPage();
    const release = set.holdDown('clock-1');
    try {
      await isMissing(page);
      expect(await rowsOn(page)).toEqual(others());
    } finally {
      release();
    }
    await openWhole(page, `${set.clock}/visits/log?scope=set`);
    expect(await rowsOn(page)).toEqual(byTime(visits));
  });

  it('is named as missing while it is stopped (SIGSTOP), and is back when it goes on', async () => {
    const { page } = await watchedPage();
    const pid = set.pidOf('clock-1');
    process.kill(pid, 'SIGSTOP');
    try {
      await isMissing(page);
      expect(await rowsOn(page)).toEqual(others());
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await openWhole(page, `${set.clock}/visits/log?scope=set`);
    expect(await rowsOn(page)).toEqual(byTime(visits));
  });

  /** As a sibling shows it: alone, unless the machine is so busy that another one is late too. */
  async function isMissing(page: Page): Promise<void> {
    await eventually('only clock-1 is missing', 90_000, async () => {
      await page.goto(`${set.urlOf('clock-0')}/visits/log?scope=set`);
      const notes = await page.locator('.note').allInnerTexts();
      return notes.length === 1 && /^Without clock-1\.\s+clock-1: \w/.test(notes[0]!);
    });
  }
});
