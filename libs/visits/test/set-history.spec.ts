import { VisitRecorder } from '../src';
import { LINES, replicaOf, shown, trio, wholeOf } from './known-trio';
import { type SetPod } from './running-set';
import { runningVisits } from './running-visits';

const browser = 'text/html,*/*;q=0.8';

describe('the history of the set', () => {
  it('has the lines of all pods by time, each with its pod, whichever pod is asked', async () => {
    const pods = await trio(LINES);
    for (const pod of pods) {
      const answer = await wholeOf(pod);
      expect(answer.items.map(({ at }) => at.slice(17, 19))).toEqual([
        '01',
        '02',
        '03',
        '03',
        '03',
        '04',
        '05',
      ]);
      expect(shown(answer)).toEqual(expect.arrayContaining(LINES.map(([n, s]) => `clock-${n} at ${s}`)));
      expect(answer.items[1]).toEqual({
        pod: 'clock-1',
        ordinal: 1,
        replica: replicaOf(pods[1] as SetPod),
        n: 1,
        at: '2026-11-21T13:00:02.000Z',
        text: 'at 2',
      });
      expect(answer).toMatchObject({ older: null, newer: null, missing: [] });
    }
  }, 90_000);

  it('can be read page by page in both directions: no line is left out or twice, also where times are equal', async () => {
    const [pod] = (await trio(LINES)) as [SetPod];
    const whole = shown(await wholeOf(pod));
    for (const [limit, direction] of [
      [1, 'older'],
      [2, 'older'],
      [3, 'newer'],
      [1, 'newer'],
    ] as const) {
      const pages: string[][] = [];
      let query = direction === 'newer' ? '&since=2026-11-21T13:00' : '';
      for (;;) {
        const answer = await wholeOf(pod, `&limit=${limit}${query}`);
        pages.push(shown(answer));
        const next = answer[direction];
        if (next === null) break;
        query = `&${direction}=${encodeURIComponent(next)}`;
      }
      if (direction === 'older') pages.reverse();
      expect(pages.flat()).toEqual(whole);
      expect(pages.length).toBe(Math.ceil(whole.length / limit));
    }
  }, 90_000);

  it('begins at a time, or ends before one', async () => {
    const [pod] = (await trio(LINES)) as [SetPod];
    const since = await wholeOf(pod, '&since=2026-11-21T13:00:04');
    expect(shown(since)).toEqual(['clock-2 at 4', 'clock-0 at 5']);
    expect(since).toMatchObject({ older: expect.any(String), newer: null });
    const before = await wholeOf(pod, '&until=2026-11-21T13:00:03');
    expect(shown(before)).toEqual(['clock-0 at 1', 'clock-1 at 2']);
    expect(before).toMatchObject({ older: null, newer: expect.any(String) });
    expect(await wholeOf(pod, '&since=2999-01-01T00:00')).toMatchObject({ items: [], newer: null });
  }, 90_000);

  it('is text and NDJSON too', async () => {
    const [pod] = (await trio(LINES)) as [SetPod];
    const text = await pod.http.get('/visits/log?scope=set&limit=2').set('accept', 'text/plain').expect(200);
    expect(text.text).toBe(
      'clock-2 2026-11-21T13:00:04.000Z 2 at 4\nclock-0 2026-11-21T13:00:05.000Z 3 at 5\n',
    );
    const json = await pod.http
      .get('/visits/log?scope=set&limit=1')
      .set('accept', 'application/x-ndjson')
      .buffer(true)
      .parse((response, done) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (body += part));
        response.on('end', () => done(null, body));
      });
    expect(JSON.parse(json.body as string)).toMatchObject({ pod: 'clock-0', ordinal: 0, n: 3, text: 'at 5' });
  }, 90_000);

  it('is a page with the name and the colour of each pod, and a way to the log of each', async () => {
    const pods = await trio(LINES);
    const [pod] = pods as [SetPod];
    const own = await pod.http.get('/visits/log').set('accept', browser).expect(200);
    expect(own.text).toContain('<a href="../visits/log?scope=set">The&nbsp;whole&nbsp;set</a>');
    const { text } = await pod.http.get('/visits/log?scope=set&limit=2').set('accept', browser).expect(200);
    const rows = [...text.matchAll(/id="([^"]+)"\s+class=""\s+data-hue="(\d)"/g)].map(([, id, hue]) => [
      id,
      hue,
    ]);
    expect(rows).toEqual([
      ['clock-0-n3', '0'],
      ['clock-2-n2', '2'],
    ]);
    const third = replicaOf(pods[2] as SetPod);
    expect(text).toContain(`<a class="pod" href="../visits/log?replica=${third}&amp;n=2#n2">clock-2</a>`);
    expect(text).toContain(`<a href="../visits/log?replica=${replicaOf(pod)}">Only clock-0</a>`);
    expect(text).not.toContain('class="note');
    const older = /href="\.\.\/visits\/log([^"]*)" rel="next"/.exec(text)?.[1] ?? '';
    const next = await pod.http.get(`/visits/log${older.replaceAll('&amp;', '&')}`).set('accept', browser);
    expect(next.text.match(/<span class="text">at 3</g)).toHaveLength(2);
  }, 90_000);
});

describe('scope=set', () => {
  it('is served by a pod alone', async () => {
    const { http, shell } = await runningVisits();
    await shell.app.get(VisitRecorder).record('alone', new Date());
    const { body } = await http.get('/visits/log?scope=set').expect(200);
    expect(body).toMatchObject({ items: [{ pod: 'clock-1', text: 'alone' }], missing: [] });
  });

  it.each([
    ['scope=set&after=3', 'after: belongs to one replica'],
    ['scope=set&before=3', 'before: belongs to one replica'],
    ['scope=set&n=3', 'n: belongs to one replica'],
    ['scope=set&replica=abc', 'replica: belongs to one replica'],
    ['scope=set&download=text', 'download: belongs to one replica'],
    ['scope=set&since=2026-11-21T13:00&until=2026-11-21T14:00', 'until: cannot be given with since'],
    ['scope=set&older=5', 'older: must be a line of the set'],
    ['scope=set&newer=2026-99-99T99:99:99.999Z,a/1', 'newer: must be a line of the set'],
    ['scope=all', 'scope: '],
    ['older=2026-11-21T13:00:00.000Z,abc/1', 'older: belongs to scope=set'],
  ])('refuses ?%s by name', async (query, detail) => {
    const { http } = await runningVisits();
    const { body } = await http.get(`/visits/log?${query}`).expect(400);
    expect(body).toMatchObject({ code: 'invalid-input', detail: expect.stringContaining(detail) });
  });
});
