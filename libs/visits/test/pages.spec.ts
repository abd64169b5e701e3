import { VisitRecorder } from '../src';
import { badge } from '../src/total/badge';
import { peersPage } from '../src/total/peers-page';
import { eventually } from '@visits/testing/eventually';
import { PodSet, totalOf } from './running-set';
import { runningVisits } from './running-visits';

const browser = 'text/html,*/*;q=0.8';
const textOf = (markup: string): string =>
  markup
    .replace(/<(script|template)>.*?<\/\1>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe('the total', () => {
  it('is a number as plain text, a badge, and a page; none of them counts', async () => {
    const { http, shell } = await runningVisits();
    await shell.app.get(VisitRecorder).record('a visit', new Date());
    await eventually('it is known', 8000, async () => (await http.get('/total')).body.total === 1);
    const plain = await http.get('/total').set('accept', 'text/plain').expect(200);
    expect(plain.text).toBe('1\n');
    const badge = await http.get('/total.svg').buffer(true).expect(200);
    expect(badge.headers).toMatchObject({
      'content-type': 'image/svg+xml; charset=utf-8',
      'cache-control': 'public, max-age=5',
    });
    expect(String(badge.body)).toContain('aria-label="visits: 1"');
    expect(String(badge.body)).not.toMatch(/style|<script/);
    const page = await http.get('/total').set('accept', browser).expect(200);
    expect(textOf(page.text)).toMatch(
      /Counted by all pods together Total of 1 replica exactly 1 clock-1 live/,
    );
    expect(page.headers['cache-control']).toBe('no-store');
    expect((await http.get('/visits')).body.visits).toBe(1);
  });

  it('is at least so much on the badge where it is a lower bound, and unknown before it is known', () => {
    const total = { total: 1234, exact: false, reasons: ['clock-1 does not answer.'], replicas: [] };
    expect(badge('visits', total)).toContain('>≥ 1,234</text>');
    expect(badge('visits', { ...total, exact: true })).toContain('>1,234</text>');
    expect(badge('visits', null)).toContain('>unknown</text>');
  });

  it('says for a minute that a process took over a volume', async () => {
    const set = await PodSet.of(2);
    const [first, second] = await set.startAll();
    await totalOf(first!, ({ replicas }) => replicas.length === 2);
    const { dataDir } = second!;
    await second!.stop();
    await set.start(1, { DATA_DIR: dataDir });
    const { replicas } = await totalOf(first!, (total) =>
      total.replicas.some(({ restartedMs }) => restartedMs !== undefined),
    );
    expect(replicas.map(({ pod, restartedMs }) => [pod, restartedMs !== undefined])).toEqual([
      ['clock-0', false],
      ['clock-1', true],
    ]);
    for (const { ageMs } of replicas) expect(Number.isInteger(ageMs)).toBe(true);
  });
});

it('GET /info is a page for a browser', async () => {
  const { http, journal } = await runningVisits({ CLAIM_NAME: 'data-clock-1' });
  const { text } = await http.get('/info').set('accept', browser).expect(200);
  expect(textOf(text)).toMatch(/What clock-1 is .* Claim data-clock-1/);
  expect(text).toContain(`href="./visits/log?replica=${journal.status().replica}"`);
});

it('GET /peers is a page for a browser', async () => {
  const alone = await runningVisits();
  const { text } = await alone.http.get('/peers').set('accept', browser).expect(200);
  expect(textOf(text)).toContain('No siblings are expected');
  const set = await PodSet.of(2);
  const [first] = await set.startAll();
  await eventually('it has answered', 8000, () =>
    first!.cluster.peers().peers.some(({ state }) => state === 'live'),
  );
  const page = await first!.http.get('/peers').set('accept', browser).expect(200);
  expect(textOf(page.text)).toMatch(
    /The siblings of clock-0 2 siblings found\..* clock-0 this pod .* clock-1 answers/,
  );
});

it('no name and no reason of a sibling is markup', async () => {
  const hostile = '"><script>alert(1)</script>';
  const set = await PodSet.of(1);
  const { cluster } = await set.start(0);
  await eventually('it is resolved', 8000, () => cluster.peers().peers.length === 1);
  const { peers, ...view } = cluster.peers();
  const [peer] = peers;
  const duplicate = { pod: hostile, address: hostile, detail: hostile, action: hostile };
  const named = { ...peer!, pod: hostile, detail: hostile, address: hostile };
  const text = peersPage({ ...view, peers: [named], duplicate }, { root: './', service: 'clock' });
  expect(text).toContain('&lt;script&gt;');
  expect(text).not.toContain('<script');
});
