import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { VisitRecorder } from '../src';
import { runningVisits } from './running-visits';

const page = 'text/html,application/xhtml+xml,*/*;q=0.8';
const start = Date.parse('2026-11-21T13:00:00.000Z');

/** One visit a second. */
async function counted(visits: number) {
  const app = await runningVisits();
  const recorder = app.shell.app.get(VisitRecorder);
  await Promise.all(
    Array.from({ length: visits }, (_, i) =>
      recorder.record(`visit ${i + 1}`, new Date(start + (i + 1) * 1000)),
    ),
  );
  const { replica } = app.journal.status();
  const countsOf = async (query: string) => {
    const { body } = await app.http.get(`/visits/log?${query}`).expect(200);
    return (body.items as { n: number }[]).map(({ n }) => n);
  };
  const pageOf = async (query = '') => {
    const { text } = await app.http.get(`/visits/log${query}`).set('accept', page).expect(200);
    return { text, rows: [...text.matchAll(/<li\s+id="n(\d+)"/g)].map(([, n]) => Number(n)) };
  };
  return { ...app, recorder, replica, countsOf, pageOf };
}

describe('a place in the history', () => {
  it('is behind a number, before one, around one, or a time', async () => {
    const { countsOf } = await counted(20);
    expect(await countsOf('after=4&limit=2')).toEqual([5, 6]);
    expect(await countsOf('before=4&limit=2')).toEqual([2, 3]);
    expect(await countsOf('n=10&limit=3')).toEqual([9, 10, 11]);
    expect(await countsOf('since=2026-11-21T13:00:18&limit=2')).toEqual([18, 19]);
    expect(await countsOf('since=2026-11-21T13:00&limit=1')).toEqual([1]);
    expect(await countsOf('since=2026-11-21T13:00:18.001Z')).toEqual([19, 20]);
    expect(await countsOf('since=2999-01-01T00:00Z')).toEqual([]);
  });

  it.each([
    'n=-1',
    'n=',
    'before=x',
    'since=',
    'since=now',
    'since=2026-13-01T00:00',
    'since=2026-11-21',
    'download=all',
  ])('cannot be ?%s', async (query) => {
    const { http } = await counted(1);
    const { body } = await http.get(`/visits/log?${query}`).expect(400);
    expect(body.code).toBe('invalid-input');
    expect(body.detail).toMatch(/^(n|before|since|download): /);
  });
});

describe('the page of the history', () => {
  it('is the newest, newest first, and every link of it names the replica', async () => {
    const { pageOf, replica } = await counted(12);
    const first = await pageOf('?limit=5');
    expect(first.rows).toEqual([12, 11, 10, 9, 8]);
    const links = [...first.text.matchAll(/href="(\.\.\/visits\/log\?(?!scope)[^"#]*)"/g)].map(
      ([, href]) => href as string,
    );
    // The log itself, what is older, and two downloads.
    expect(links).toHaveLength(4);
    for (const href of links) expect(href).toContain(`replica=${replica}`);
    const older = /href="\.\.\/visits\/log([^"]*)" rel="next"/.exec(first.text)?.[1] ?? '';
    expect(older).toContain('before=8');
    const second = await pageOf(older.replaceAll('&amp;', '&'));
    expect(second.rows).toEqual([7, 6, 5, 4, 3]);
    const newer = /href="\.\.\/visits\/log([^"]*)" rel="prev"/.exec(second.text)?.[1] ?? '';
    expect((await pageOf(newer.replaceAll('&amp;', '&'))).rows).toEqual([12, 11, 10, 9, 8]);
  });

  it('highlights the line of a receipt and shows it as it stands in the log', async () => {
    const { pageOf, dataDir, replica } = await counted(300);
    const { text, rows } = await pageOf(`?replica=${replica}&n=200`);
    expect(rows).toHaveLength(100);
    expect(rows).toContain(200);
    expect(text.match(/class="found"/g)).toHaveLength(1);
    expect(text).toMatch(/<li\s+id="n200"\s+class="found"/);
    const line = (await readFile(join(dataDir, 'visits.log'), 'utf8')).split('\n')[199] ?? '';
    expect(text).toContain(`<code>${line.replace(/ #1:[0-9a-f]{8}$/, '')}</code>`);
  });

  it('says so where the line is not there', async () => {
    const { pageOf } = await counted(2);
    expect((await pageOf('?n=9')).text).toContain('There is no line 9.');
  });

  it('has one time in a row: that of the zone where the text is one, else UTC', async () => {
    const { pageOf, recorder } = await counted(0);
    await recorder.record('00:30:00 Europe/Moscow', new Date('2026-11-20T21:30:00.000Z'));
    await recorder.record('3 + 4 = 7', new Date('2026-11-20T21:30:01.000Z'));
    await recorder.record('00:30:02 No/Such_Zone', new Date('2026-11-20T21:30:02.000Z'));
    const { text } = await pageOf();
    const rows = text
      .split('<li\n')
      .slice(1)
      .map((row) => row.replace(/^[^>]*>|<[^>]*>/g, ' ').replace(/\s+/g, ' '));
    expect(rows[2]).toMatch(/^ 1 2026-11-21 00:30:00 Europe\/Moscow /);
    expect(rows[1]).toMatch(/^ 2 3 \+ 4 = 7 2026-11-20 21:30:01 UTC /);
    expect(rows[0]).toMatch(/^ 3 00:30:02 No\/Such_Zone 2026-11-20 21:30:02 UTC /);
  });
});

describe('all of the history as a file', () => {
  it('has each kept line, over more than one read', async () => {
    const { http, dataDir } = await counted(1500);
    const kept = (await readFile(join(dataDir, 'visits.log'), 'utf8')).replace(/ #\d+:[0-9a-f]{8}$/gm, '');
    const { text, headers } = await http.get('/visits/log?download=text').buffer(true).expect(200);
    expect(text).toBe(kept);
    expect(headers['content-disposition']).toBe('attachment; filename="clock-1-visits.log"');
    const json = await http
      .get('/visits/log?download=ndjson&after=200')
      .buffer(true)
      .parse((response, done) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (body += part));
        response.on('end', () => done(null, body));
      });
    const lines = (json.body as string)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(1300);
    expect(lines[0]).toEqual({ n: 201, at: expect.any(String), text: 'visit 201' });
  });

  it('is NDJSON also by Accept, a page of it', async () => {
    const { http } = await counted(3);
    const { headers } = await http
      .get('/visits/log?limit=2')
      .set('accept', 'application/x-ndjson')
      .expect(200);
    expect(headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
    expect(headers['content-length']).toBe(
      String(2 * '{"n":1,"at":"2026-11-21T13:00:01.000Z","text":"visit 1"}\n'.length),
    );
  });
});
