import { once } from 'node:events';
import { VisitRecorder } from '../src';
import { edgesOf, histogramOf } from '../src/chart/histogram';
import { LastHour } from '../src/chart/last-hour';
import { VOLUME } from '../src/volume';
import { eventually } from '@visits/testing/eventually';
import { runningVisits } from './running-visits';

const minuteMs = 60_000;

async function counted(agesMs: readonly number[]) {
  const app = await runningVisits();
  const recorder = app.shell.app.get(VisitRecorder);
  // One time for all: what is of one minute stays so if a minute ends meanwhile.
  const nowMs = Date.now();
  for (const ageMs of agesMs) await recorder.record('a visit', new Date(nowMs - ageMs));
  return app;
}

describe('GET /visits/histogram', () => {
  it('has the visits of each minute of the last hour, and counts none itself', async () => {
    const { http, journal } = await counted([90 * minuteMs, 30 * minuteMs, 30 * minuteMs, 2 * minuteMs, 0]);
    const { body } = await http.get('/visits/histogram').expect(200);
    expect(body).toMatchObject({ step: 60, visits: 4, pod: 'clock-1', replica: journal.status().replica });
    expect(body.buckets).toHaveLength(60);
    const filled = (body.buckets as { at: string; visits: number }[]).filter(({ visits }) => visits > 0);
    expect(filled.map(({ visits }) => visits)).toEqual([2, 1, 1]);
    for (const { at } of filled) expect(at).toMatch(/T\d\d:\d\d:00\.000Z$/);
    expect(body.buckets[0].at).toBe(body.from);
    expect((await http.get('/visits')).body.visits).toBe(5);
  });

  it('takes another step, and another while', async () => {
    const { http } = await counted([5_000, 90 * minuteMs].reverse());
    const { body } = await http.get('/visits/histogram?step=3600&last=7200').expect(200);
    expect(body.buckets).toHaveLength(2);
    expect(body.visits).toBeGreaterThanOrEqual(1);
    expect((await http.get('/visits/histogram?step=1&last=240')).body.buckets).toHaveLength(240);
  });

  it.each([
    ['step=1', 1, 60],
    ['step=86400', 86_400, 7],
    ['last=604800', 2_520, 240],
    ['last=30', 60, 1],
  ])('with ?%s alone, the other fits it', async (query, step, buckets) => {
    const { http } = await counted([]);
    const { body } = await http.get(`/visits/histogram?${query}`).expect(200);
    expect([body.step, body.buckets.length]).toEqual([step, buckets]);
  });

  it('is all zeros on a fresh volume', async () => {
    const { http } = await counted([]);
    const { body } = await http.get('/visits/histogram?last=120').expect(200);
    expect(body.buckets.map(({ visits }: { visits: number }) => visits)).toEqual([0, 0]);
  });

  it.each([
    'step=0',
    'step=-1',
    'step=86401',
    'step=x',
    'last=0',
    'last=604801',
    'step=1&last=3600',
    'last=1e3',
  ])('refuses ?%s', async (query) => {
    const { http } = await counted([]);
    const { body } = await http.get(`/visits/histogram?${query}`).expect(400);
    expect(body.detail).toMatch(/^(step|last): must be /);
  });

  it('says stalled on a disk that hangs, and a page has the chart that was read before', async () => {
    const { shell, http } = await counted([0]);
    const server = shell.app.getHttpServer();
    if (!server.listening) await once(server, 'listening');
    const volume = shell.app.get(VOLUME);
    const { open, stat } = volume;
    const lastHour = shell.app.get(LastHour);
    await eventually('the log was read', 8000, () => lastHour.now());
    const never = (): Promise<never> => new Promise(() => undefined);
    Object.assign(volume, { open: never, stat: never });
    expect(lastHour.now()).toMatchObject({ visits: 1 });
    const { body } = await http.get('/visits/histogram').expect(503);
    expect(body).toMatchObject({ code: 'stalled', title: 'Not read in time' });
    Object.assign(volume, { open, stat });
  }, 20_000);
});

describe('a histogram', () => {
  const edges = edgesOf(Date.parse('2026-11-21T13:00:30.000Z'), 60, 180);

  it('begins and ends on whole steps, and holds the present one', () => {
    expect(edges).toEqual([
      '2026-11-21T12:58:00.000Z',
      '2026-11-21T12:59:00.000Z',
      '2026-11-21T13:00:00.000Z',
      '2026-11-21T13:01:00.000Z',
    ]);
  });

  it('knows nothing of a time whose lines are gone, but of one before the first visit that it is 0', () => {
    const oldest = { n: 101, at: '2026-11-21T13:00:10.000Z' };
    const found = { counts: [100, 100, 100, 105], visits: 105, oldest };
    expect(histogramOf(edges, 60, found).buckets.map(({ visits }) => visits)).toEqual([null, null, 5]);
    const first = { counts: [0, 0, 0, 5], visits: 5, oldest: { ...oldest, n: 1 } };
    expect(histogramOf(edges, 60, first).buckets.map(({ visits }) => visits)).toEqual([0, 0, 5]);
  });
});
