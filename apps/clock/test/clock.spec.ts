import { createHash } from 'node:crypto';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cluster } from '@visits/cluster';
import { eventually } from '@visits/testing/eventually';
import { runningClock } from './running-clock';

const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

describe('GET /', () => {
  it('counts and tells the time, with a receipt that names its own line', async () => {
    const { http, dataDir, shell } = await runningClock();
    const { body, headers } = await http.get('/').expect(200);
    expect(body).toEqual({
      time: expect.stringMatching(/^\d\d:\d\d:\d\d$/),
      zone: 'Europe/Moscow',
      visits: 1,
      pod: 'clock-1',
      ordinal: 1,
      replica: expect.any(String),
      counted: true,
      receipt: { replica: body.replica, n: 1, at: expect.any(String), boot: shell.process.boot },
    });
    const { receipt, time } = body;
    expect(headers).toMatchObject({ 'x-visit': `${body.replica}/1`, 'x-visit-at': receipt.at });
    const log = await readFile(join(dataDir, 'visits.log'), 'utf8');
    expect(log).toContain(`${receipt.at} 1 ${time} Europe/Moscow #1:`);
    const hour = (Number(receipt.at.slice(11, 13)) + 3) % 24;
    expect(time).toBe(`${String(hour).padStart(2, '0')}${receipt.at.slice(13, 19)}`);
  });

  it('tells the time of another zone', async () => {
    const { http } = await runningClock({ TIME_ZONE: 'Asia/Kolkata' });
    expect((await http.get('/')).body.zone).toBe('Asia/Kolkata');
  });

  it('goes on from an integer that somebody left', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'clock-'));
    await writeFile(join(dataDir, 'visits.txt'), '92\n');
    const { http } = await runningClock({ DATA_DIR: dataDir });
    expect((await http.get('/')).body.visits).toBe(93);
  });

  it('counts under concurrency without a gap: every receipt names its own line', async () => {
    const { http, dataDir } = await runningClock();
    const answers = await Promise.all(Array.from({ length: 200 }, () => http.get('/')));
    const receipts = answers.map(({ body }) => body.receipt).sort((a, b) => a.n - b.n);
    expect(receipts.map(({ n }) => n)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
    const lines = (await readFile(join(dataDir, 'visits.log'), 'utf8')).trimEnd().split('\n');
    for (const [i, { n, at }] of receipts.entries()) expect(lines[i]).toMatch(new RegExp(`^${at} ${n} `));
  });
});

describe('what is not a visit', () => {
  it('sees the same without a receipt, and changes nothing', async () => {
    const { http, dataDir } = await runningClock();
    await http.get('/').expect(200);
    const before = await readFile(join(dataDir, 'visits.log'), 'utf8');
    for (const agent of ['kube-probe/1.36', 'GoogleHC/1.0', 'Prometheus/3.7.3', 'ELB-HealthChecker/2.0']) {
      const { body, headers } = await http.get('/').set('user-agent', agent).expect(200);
      expect(body).toMatchObject({ visits: 1, counted: false });
      expect(body).not.toHaveProperty('receipt');
      expect(headers).not.toHaveProperty('x-visit');
    }
    const prefetch = await http
      .get('/')
      .set('sec-purpose', 'prefetch;prerender')
      .set('accept', browser)
      .expect(200);
    expect(prefetch.text).toContain('this request is not one');
    expect(prefetch.text).toContain('<body data-ahead>');
    const probe = await http.get('/').set('user-agent', 'kube-probe/1.36').set('accept', browser).expect(200);
    expect(probe.text).not.toContain('<body data-ahead>');
    await http.head('/').expect(200);
    await http.get('/favicon.ico').expect(204);
    for (const path of [
      '/livez',
      '/readyz',
      '/startupz',
      '/health',
      '/visits',
      '/visits/log',
      '/info',
      '/nothing',
    ])
      await http.get(path);
    expect(await readFile(join(dataDir, 'visits.log'), 'utf8')).toBe(before);
  });

  it('is also what cannot be answered', async () => {
    const { http } = await runningClock();
    await http.get('/').set('accept', 'image/png').expect(406);
    await http.post('/').expect(405);
    expect((await http.get('/visits')).body.visits).toBe(0);
  });
});

describe('the page', () => {
  it('shows time, pod, ordinal, replica, claim and count, and says why another pod differs', async () => {
    const { http, journal } = await runningClock({ CLAIM_NAME: 'data-clock-1' });
    const { text, headers } = await http.get('/').set('accept', browser).expect(200);
    expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', connection: 'close' });
    expect(headers['x-visit']).toBe(`${journal.status().replica}/1`);
    for (const part of [
      'clock-1',
      'data-clock-1',
      String(journal.status().replica),
      '<strong>1</strong>',
      'Europe/Moscow',
    ])
      expect(text).toContain(part);
    expect(text).toContain('each pod counts on its own volume');
    expect(text).not.toMatch(/ style="/);
    const policy = /script-src ([^;]*)/.exec(String(headers['content-security-policy']))?.[1] ?? '';
    const held = [...text.matchAll(/<script>(.*?)<\/script>/gs)].map(([, script = '']) => script);
    expect(held).toHaveLength(3);
    for (const script of held)
      expect(policy).toContain(`'sha256-${createHash('sha256').update(script).digest('base64')}'`);
    expect(headers['content-security-policy']).not.toContain('unsafe');
  });

  it('shows the total, and that all is well, to a pod alone', async () => {
    const { http, shell } = await runningClock();
    const cluster = shell.app.get(Cluster, { strict: false });
    // With no siblings to hear from it takes no longer than its first round.
    await eventually('its first round', 5000, () => cluster.current());
    const { text } = await http.get('/').set('accept', browser).expect(200);
    expect(text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')).toMatch(
      /Total of 1 replica exactly 1 clock-1 live, answered you 1 .* Health ready, and nothing is wrong/,
    );
  });

  it('names the directory where no claim is known, and no ordinal where there is none', async () => {
    const { http, dataDir } = await runningClock({ POD_NAME: 'laptop' });
    const { text } = await http.get('/').set('accept', browser);
    expect(text).toContain(dataDir);
    expect(text).toContain('none: the name is not from a StatefulSet');
  });
});

describe('while the volume cannot be written', () => {
  it('a program gets the reason, a browser the time and the reason, a probe the time', async () => {
    const { dataDir, http: first, shell } = await runningClock();
    await first.get('/');
    const { http } = await runningClock({ DATA_DIR: dataDir, POD_NAME: 'clock-2' }, 'waiting');
    const problem = await http.get('/').expect(503);
    expect(problem.body).toMatchObject({ status: 503, code: 'locked', instance: '/' });
    expect(problem.headers).toMatchObject({
      'content-type': expect.stringMatching(/^application\/problem\+json/),
      'retry-after': '1',
      connection: 'close',
    });
    const page = await http.get('/').set('accept', browser).expect(503);
    expect(page.text).toMatch(/<time datetime="[^"]+" data-zone="Europe\/Moscow">\d\d:\d\d:\d\d<\/time>/);
    expect(page.text).toContain('Your visit was not counted.');
    expect(page.text).toContain('<strong>1</strong> visit so far');
    expect(page.headers).toMatchObject({ 'retry-after': '1', 'content-type': 'text/html; charset=utf-8' });
    expect(page.headers).not.toHaveProperty('x-visit');
    expect((await http.get('/').set('user-agent', 'kube-probe/1.36').expect(200)).body.counted).toBe(false);
    await http.get('/readyz').expect(503);
    await http.get('/livez').expect(200);
    expect((await first.get('/visits')).body).toMatchObject({ visits: 1, boot: shell.process.boot });
  });
});

describe('errors', () => {
  it.each([
    ['GET', '/nothing', 404, 'not-found'],
    ['DELETE', '/', 405, 'method-not-allowed'],
    ['GET', '/%E0%A4%A', 400, 'bad-url'],
    ['GET', `/${'a'.repeat(3000)}`, 414, 'url-too-long'],
    ['GET', '/visits/log?limit=%0A%1b[31m', 400, 'invalid-input'],
  ] as const)('%s %s', async (method, path, status, code) => {
    const { http } = await runningClock();
    const answer = await (method === 'GET' ? http.get(path) : http.delete(path)).expect(status);
    expect(answer.body).toMatchObject({ status, code });
    expect(answer.body.action).not.toBe('');
    // eslint-disable-next-line no-control-regex -- what a terminal would obey
    expect(answer.text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]|%1b/);
    const page = await (method === 'GET' ? http.get(path) : http.delete(path)).set('accept', browser);
    expect(page.text).toContain(`<code>${code}</code>`);
  });

  it('shows the contract to people too, each operation with a line for a shell', async () => {
    const { http } = await runningClock();
    const { body } = await http.get('/openapi.json').expect(200);
    const { text, headers } = await http.get('/docs').set('host', 'visits.example:8000').expect(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    for (const [path, methods] of Object.entries(
      body.paths as Record<string, Record<string, { summary?: string }>>,
    ))
      for (const { summary } of Object.values(methods)) {
        expect(summary).toMatch(/\w/);
        expect(text).toContain(`<code>${path}</code>`);
      }
    expect(text).toContain('curl -s &#39;http://visits.example:8000/visits/log&#39;');
    const hostile = await http.get('/docs').set('host', `x"><script>alert(1)</script>`);
    expect(hostile.text).not.toContain('<script>alert');
    expect((await http.get('/nothing').set('accept', browser)).text).toContain('href="./docs"');
    expect((await http.get('/visits')).body.visits).toBe(0);
  });

  it('offers the contract that validates', async () => {
    const { http } = await runningClock();
    const { body } = await http.get('/openapi.json').expect(200);
    expect(Object.keys(body.paths)).toEqual(expect.arrayContaining(['/', '/visits', '/visits/log', '/info']));
    const limit = body.paths['/visits/log'].get.parameters.find((p: { name: string }) => p.name === 'limit');
    expect(limit).toMatchObject({
      in: 'query',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 1000 },
    });
    const types = (status: string) => Object.keys(body.paths['/'].get.responses[status].content);
    expect(types('200')).toEqual(['application/json', 'text/html']);
    expect(types('503')).toEqual(['application/problem+json', 'text/html']);
    expect(JSON.stringify(body.paths['/'].get.responses['200'])).toContain('receipt');
  });
});
