import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@visits/testing/eventually';
import { killAll, Pod } from '@visits/testing/pod';
import type { Page } from 'playwright-core';
import { FakeStream, type Reported } from './fake-stream';
import { isLive, totalOn, untilTotal, watchedPage } from './watched-page';

let pod: Pod;
let stream: FakeStream;
let page: Page;
let complaints: string[];
const dataDir = mkdtempSync(join(tmpdir(), 'visits-browser-'));
const until = (what: string, isSo: () => boolean) => eventually(what, 10_000, isSo);

beforeAll(async () => {
  pod = await Pod.of({ dataDir });
  await pod.ready();
});
afterAll(async () => {
  await killAll();
  rmSync(dataDir, { recursive: true, force: true });
});
beforeEach(async () => {
  stream = await FakeStream.of(pod.url);
  ({ page, complaints } = await watchedPage());
  await page.goto(stream.url);
  await until('the page asks for the stream', () => stream.open.size === 1);
});
afterEach(async () => {
  await stream.close();
});

/** The replica whose own page this is: its id and count are real. */
const self = async (): Promise<Reported> => {
  const { replica, visits } = await (await fetch(`${pod.url}/visits`)).json();
  return { replica, ordinal: 0, pod: 'clock-0', visits };
};
const other = (visits: number, more: Partial<Reported> = {}): Reported => ({
  replica: 'feedc0de-0000',
  ordinal: 1,
  pod: 'clock-1',
  visits,
  ...more,
});

it('names the pod that sends the stream, and keeps the number of the pod that answered the page', async () => {
  const mine = await self();
  stream.report('clock-1', [{ ...mine, visits: mine.visits + 5 }, other(7)]);
  const total = await untilTotal(page, 'live', isLive);
  expect(total).toMatchObject({ seen: 'Live, as clock-1 sees it.', sum: mine.visits + 12, bound: 'exactly' });
  expect(total.rows).toEqual([`clock-0: live, answered you: ${mine.visits + 5}`, 'clock-1: live: 7']);
  expect(await page.locator('.count strong').innerText()).toBe(String(mine.visits));
});

it('never goes down when a pod that knows less takes over: the larger count of each replica stays, as at least', async () => {
  const mine = await self();
  stream.report('clock-0', [mine, other(40)]);
  await untilTotal(page, 'the first', ({ sum }) => sum === mine.visits + 40);
  stream.report('clock-1', [{ ...mine, visits: mine.visits + 2 }, other(30)]);
  const mixed = await untilTotal(page, 'the second', ({ seen }) => seen.includes('clock-1'));
  expect(mixed).toMatchObject({ sum: mine.visits + 42, bound: 'at least' });
  expect(mixed.why).toContain('clock-1 knows less');
  stream.report('clock-1', [{ ...mine, visits: mine.visits + 2 }]);
  const gone = await untilTotal(
    page,
    'one is not reported',
    ({ rows }) => rows[1]?.includes('last heard') ?? false,
  );
  expect(gone).toMatchObject({ sum: mine.visits + 42, bound: 'at least' });
  stream.report('clock-1', [{ ...mine, visits: mine.visits + 2 }, other(41)]);
  await untilTotal(page, 'exact', ({ sum, bound }) => sum === mine.visits + 43 && bound === 'exactly');
  expect(complaints).toEqual([]);
});

it('says quietly that the connection is lost, counts on nobody as live, and goes on by itself', async () => {
  const mine = await self();
  stream.report('clock-0', [
    mine,
    other(4),
    other(2, { replica: 'f', pod: 'clock-2', ordinal: 2, source: 'final' }),
  ]);
  await untilTotal(page, 'live', isLive);
  stream.status = 503;
  stream.end();
  const lost = await untilTotal(page, 'lost', ({ seen }) => seen.startsWith('Not live, trying again.'));
  expect(lost).toMatchObject({ sum: mine.visits + 6, bound: 'at least' });
  // A busy machine may need some seconds for it.
  expect(lost.rows.map((row) => row.replace(/: \d+$/, '').replace(/\d s ago/, 'just now'))).toEqual([
    'clock-0: last heard just now, answered you',
    'clock-1: last heard just now',
    'clock-2: stopped just now',
  ]);
  // A browser gives up on a 503, so the page has to ask again.
  const { asked } = stream;
  await until('it asks again and again', () => stream.asked > asked + 1);
  stream.status = 200;
  await until('it is back', () => stream.open.size === 1);
  stream.report('clock-1', [
    mine,
    other(5),
    other(2, { replica: 'f', pod: 'clock-2', ordinal: 2, source: 'final' }),
  ]);
  expect((await untilTotal(page, 'live again', isLive)).bound).toBe('exactly');
});

it('tells ages as the page without a script does', async () => {
  const minute = 60_000;
  const ages = [0, minute, 59 * minute, 60 * minute, 47 * 60 * minute, 48 * 60 * minute];
  const cached = ages.map((ageMs, i) =>
    other(1, { replica: `r${i}`, pod: `clock-${i + 1}`, ordinal: i + 1, source: 'cached', ageMs }),
  );
  stream.report('clock-0', [await self(), ...cached], {
    exact: false,
    reasons: ['One.', 'Two.', 'Three.', 'Four.'],
  });
  const { rows, why } = await untilTotal(page, 'seven', (total) => total.heading === 'Total of 7 replicas');
  expect(rows.slice(1).map((row) => row.split(': ')[1])).toEqual([
    expect.stringMatching(/^last heard (just now|\d s ago)$/),
    'last heard 1 min ago',
    'last heard 59 min ago',
    'last heard 1 h ago',
    'last heard 47 h ago',
    'last heard 2 days ago',
  ]);
  expect(why).toBe('One. Two. Three. And 1 more: see /total.');
});

it('new replicas take their place by ordinal; names are text, whatever they hold', async () => {
  const mine = await self();
  const hostile = `<img src=x onerror=alert(1)>`;
  const replicas = [12, 3, 1].map((ordinal) =>
    other(1, { replica: `r${ordinal}`, pod: `clock-${ordinal}`, ordinal }),
  );
  stream.report('clock-0', [mine, ...replicas, other(9, { replica: hostile, pod: hostile, ordinal: 20 })]);
  const { rows } = await untilTotal(page, 'five', (total) => total.heading === 'Total of 5 replicas');
  expect(rows.map((row) => row.split(':')[0])).toEqual([
    'clock-0',
    'clock-1',
    'clock-3',
    'clock-12',
    hostile,
  ]);
  expect(await page.locator('.replicas img').count()).toBe(0);
  expect(complaints).toEqual([]);
});

it('a thousand replicas: forty rows, the rest in a line, the sum whole', async () => {
  const many = Array.from({ length: 1000 }, (_, i) =>
    other(2, { replica: `r${i}`, pod: `clock-${i}`, ordinal: i }),
  );
  stream.report('clock-0', [await self(), ...many]);
  const total = await untilTotal(page, 'a thousand', ({ sum }) => sum > 2000);
  expect(total.rows).toHaveLength(40);
  expect(await page.locator('.rest').innerText()).toBe('And 961 more with 1,922 visits: see /total.');
});

it('a page that nobody looks at lets its stream go, and takes it up again', async () => {
  const turn = (hidden: boolean) =>
    page.evaluate((isHidden) => {
      Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await turn(true);
  await until('it lets go', () => stream.open.size === 0);
  await turn(false);
  await until('it is back', () => stream.open.size === 1);
  stream.report('clock-1', [await self()]);
  await untilTotal(page, 'live', isLive);
});

it('says the same as the page without a script', async () => {
  const replicas = [await self()];
  stream.report('clock-0', replicas);
  const withScript = await untilTotal(page, 'live', isLive);
  const { page: plain } = await watchedPage({ javaScriptEnabled: false });
  await plain.goto(stream.url);
  expect({ ...withScript, seen: '' }).toEqual({ ...(await totalOn(plain)), seen: '' });
});
