import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { JOURNAL_ERRORS, JournalError, type JournalErrorCode } from '@visits/persistence';
import { journalProblem } from '../src/journal-problem';
import { VisitRecorder } from '../src';
import { runningVisits } from './running-visits';

const page = 'text/html,application/xhtml+xml,*/*;q=0.8';

async function counted(visits: number, env: Record<string, string> = {}) {
  const app = await runningVisits(env);
  const recorder = app.shell.app.get(VisitRecorder);
  for (let n = 1; n <= visits; n++) await recorder.record(`visit ${n}`, new Date());
  return { ...app, recorder };
}

describe('GET /visits', () => {
  it('tells the count and who counted, as JSON', async () => {
    const { http, shell } = await counted(3);
    const { body, headers } = await http.get('/visits').expect(200);
    expect(body).toEqual({
      visits: 3,
      pod: 'clock-1',
      ordinal: 1,
      replica: expect.any(String),
      boot: shell.process.boot,
      updatedAt: expect.stringMatching(/Z$/),
    });
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-pod']).toBe('clock-1');
  });

  it('is just the integer as plain text, the same as visits.txt', async () => {
    const { http, dataDir } = await counted(3);
    const { text } = await http.get('/visits').set('accept', 'text/plain').expect(200);
    expect(text).toBe('3\n');
    expect((await readFile(join(dataDir, 'visits.txt'), 'utf8')).trim()).toBe('3');
  });

  it('is 0 on a fresh volume', async () => {
    const { http } = await counted(0);
    expect((await http.get('/visits')).body).toMatchObject({ visits: 0, updatedAt: null });
  });
});

describe('GET /visits/log', () => {
  it('pages through the history, oldest first', async () => {
    const { http } = await counted(5);
    const first = await http.get('/visits/log?limit=2').expect(200);
    expect(first.body).toMatchObject({ first: 1, next: 2, items: [{ n: 1, text: 'visit 1' }, { n: 2 }] });
    const second = await http.get('/visits/log?limit=2&after=2');
    expect(second.body).toMatchObject({ first: 1, next: 4, items: [{ n: 3 }, { n: 4 }] });
    const last = await http.get('/visits/log?after=4');
    expect(last.body).toMatchObject({ next: null, items: [{ n: 5 }] });
    expect((await http.get('/visits/log?after=99')).body).toMatchObject({ items: [], next: null });
  });

  it('is the lines of the log as plain text, without trailers', async () => {
    const { http, dataDir } = await counted(3);
    const { text, headers } = await http.get('/visits/log').set('accept', 'text/plain');
    const kept = await readFile(join(dataDir, 'visits.log'), 'utf8');
    expect(headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(text).toBe(kept.replace(/ #\d+:[0-9a-f]{8}$/gm, ''));
  });

  it('is empty on a fresh volume', async () => {
    const { http } = await counted(0);
    expect((await http.get('/visits/log')).body).toEqual({ items: [], first: null, next: null });
    expect((await http.get('/visits/log').set('accept', page)).text).toContain('Nothing here yet');
  });

  it('shows hostile texts as text, one line each', async () => {
    const { http, recorder } = await counted(0);
    const hostile = '<script>alert(1)</script>\n2026-11-21T00:00:00.000Z 9 forged #1:deadbeef\u001b[31m';
    await recorder.record(hostile, new Date());
    const html = await http.get('/visits/log').set('accept', page);
    expect(html.text).toContain('&lt;script&gt;');
    expect(html.text).not.toContain('<script');
    const plain = await http.get('/visits/log').set('accept', 'text/plain');
    expect(plain.text.match(/\n/g)).toHaveLength(1);
    expect(plain.text).not.toContain('\u001b');
    expect((await http.get('/visits/log')).body.items[0].text).toBe(hostile);
  });

  it.each([
    'limit=0',
    'limit=1001',
    'limit=-1',
    'limit=1.5',
    'limit=ten',
    'limit=',
    'after=-1',
    'after=x',
    'limit=1&limit=2',
  ])('refuses ?%s and says what it expects', async (query) => {
    const { http } = await counted(0);
    const { body } = await http.get(`/visits/log?${query}`).expect(400);
    expect(body).toMatchObject({ code: 'invalid-input', status: 400 });
    expect(body.detail).toMatch(/^(limit|after): must be a whole number from/);
  });
});

describe('beside the count', () => {
  it('GET /info says who, where and what', async () => {
    const { http, dataDir } = await counted(1, { CLAIM_NAME: 'data-clock-1', POD_NAMESPACE: 'visits' });
    const { body } = await http.get('/info').expect(200);
    expect(body).toMatchObject({
      service: 'clock',
      pod: 'clock-1',
      namespace: 'visits',
      ordinal: 1,
      claim: 'data-clock-1',
      dataDir,
      replica: expect.any(String),
    });
    expect(body.uptimeSeconds).toBeGreaterThanOrEqual(0);
  });

  it('serves its stylesheet, and an empty favicon', async () => {
    const { http } = await counted(0);
    expect((await http.get('/style.css').expect(200)).headers['content-type']).toBe(
      'text/css; charset=utf-8',
    );
    await http.get('/favicon.ico').expect(204);
    expect((await http.get('/visits')).body.visits).toBe(0);
  });

  it('refuses what it cannot answer', async () => {
    const { http } = await counted(0);
    await http
      .get('/visits')
      .set('accept', 'image/png')
      .expect(406)
      .expect(/not-acceptable/);
    await http.get('/visits/nothing').expect(404);
    expect((await http.delete('/visits').expect(405)).headers.allow).toBe('GET, HEAD, OPTIONS');
  });

  it('reads are served while another process holds the volume, and counting is refused with the reason', async () => {
    const { dataDir } = await counted(2);
    const second = await runningVisits({ DATA_DIR: dataDir, POD_NAME: 'clock-2' }, 'waiting');
    expect((await second.http.get('/visits/log')).body.items).toHaveLength(2);
    expect((await second.http.get('/visits').expect(200)).body).toMatchObject({ visits: 2, pod: 'clock-2' });
    await second.http.get('/info').expect(200);
    const recorder = second.shell.app.get(VisitRecorder);
    await expect(recorder.record('x', new Date())).rejects.toMatchObject({
      status: 503,
      code: 'locked',
      headers: { 'retry-after': '1' },
    });
  });
});

describe('journalProblem', () => {
  it.each(Object.keys(JOURNAL_ERRORS) as JournalErrorCode[])('%s is a 503 that says what to do', (code) => {
    const problem = journalProblem(new JournalError(code));
    expect(problem).toMatchObject({ status: 503, code, action: JOURNAL_ERRORS[code].action });
    expect(problem.detail).not.toBe('');
  });
});

describe('store metrics', () => {
  it('tell what the journal did', async () => {
    const { shell } = await counted(3);
    const text = await shell.metrics.registry.metrics();
    expect(text).toContain('visits_store_append_visits_total 3\n');
    expect(text).toContain('visits_store_writable 1\n');
    expect(text).toContain('visits_store_append_errors_total{reason="disk-full"} 0\n');
    expect(text).toMatch(/visits_store_fsync_duration_seconds_count [1-3]\n/);
    expect(text).not.toMatch(/^visits_total/m);
  });
});
