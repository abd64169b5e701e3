import request from 'supertest';
import { problemCodes } from '../src/index';
import { listeningSample, type SampleShell } from './sample-shell';

describe('errors of the shell', () => {
  let shell: SampleShell;
  const http = () => request(`http://127.0.0.1:${shell.port}`);
  beforeAll(async () => {
    shell = await listeningSample();
  });
  afterAll(() => shell.app.close());

  const cases: [string, () => request.Test, number, string][] = [
    ['an unknown address', () => http().get('/nope'), 404, 'not-found'],
    ['a wrong method', () => http().delete('/'), 405, 'method-not-allowed'],
    ['a method that Fastify does not route', () => http().propfind('/sums'), 405, 'method-not-allowed'],
    [
      'a flood of body for nobody',
      () =>
        http()
          .post('/nope')
          .send({ a: 'x'.repeat(99_999) }),
      404,
      'not-found',
    ],
    ['a URL that cannot be decoded', () => http().get('/%ff'), 400, 'bad-url'],
    ['a long URL without a route', () => http().get(`/${'a'.repeat(3000)}`), 414, 'url-too-long'],
    ['a long URL of a route', () => http().get(`/items/${'a'.repeat(3000)}`), 414, 'url-too-long'],
    ['a long query', () => http().get(`/?${'a'.repeat(3000)}`), 414, 'url-too-long'],
    ['a wrong value', () => http().post('/sums').send({ a: 'x', b: 1 }), 400, 'invalid-input'],
    ['no body', () => http().post('/sums'), 400, 'invalid-input'],
    ['half a JSON', () => http().post('/sums').type('json').send('{"a":'), 400, 'invalid-body'],
    ['plain text', () => http().post('/sums').type('text/plain').send('a=1'), 415, 'unsupported-media-type'],
    ['an unknown type', () => http().post('/sums').type('a/b').send('a=1'), 415, 'unsupported-media-type'],
    [
      '17 KiB',
      () =>
        http()
          .post('/sums')
          .send({ a: 'x'.repeat(17 * 1024) }),
      413,
      'body-too-large',
    ],
    [
      'a poisoned JSON',
      () => http().post('/sums').type('json').send('{"__proto__":{"a":1}}'),
      400,
      'invalid-body',
    ],
    ['an error of ours', () => http().get('/items/broken'), 500, 'internal-error'],
  ];
  it.each(cases)('%s gets a problem document', async (_name, ask, status, code) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    const body = JSON.parse(answer.text) as Record<string, string>;
    const known = problemCodes[code as keyof typeof problemCodes];
    expect(body).toMatchObject({ code, status, title: known.title, action: known.action });
    expect(body.type).toBe(`urn:visits:problem:${code}`);
    expect(answer.headers).toMatchObject({ 'x-pod': 'clock-0', 'cache-control': 'no-store' });
    expect(answer.text).not.toMatch(/secret|\.ts|\.js:/);
  });

  it('405 names the methods that the address knows', async () => {
    expect((await http().post('/')).headers.allow).toBe('GET, HEAD, OPTIONS');
    expect((await http().get('/sums')).headers.allow).toBe('OPTIONS, POST');
    expect((await http().put('/items/7?x=1')).headers.allow).toBe('GET, HEAD, OPTIONS');
  });

  it('OPTIONS is answered with what an address can do, and is neither logged nor measured', async () => {
    shell.lines.length = 0;
    for (const [path, allow] of [
      ['/', 'GET, HEAD, OPTIONS'],
      ['/sums', 'OPTIONS, POST'],
    ] as const) {
      const answer = await http().options(path);
      expect([answer.status, answer.headers.allow, answer.text]).toEqual([204, allow, '']);
    }
    expect(shell.lines).toEqual([]);
    expect(await shell.metrics.registry.metrics()).not.toContain('OPTIONS');
    expect((await http().options('/nope')).status).toBe(404);
  });

  it.each([['/sums/'], ['/sums//?a=1'], ['//'], ['///items//7/']])(
    '%s has a slash too many: the answer leads to the address, and says it',
    async (path) => {
      const answer = await http().post(path).redirects(0);
      expect(answer.status).toBe(308);
      const meant = new URL(`http://host${path}`);
      const { location = '' } = answer.headers;
      expect(location).not.toMatch(/^\/|:/);
      for (const prefix of ['', '/visits-app']) {
        const at = new URL(location, `http://host${prefix}${path}`);
        const right = meant.pathname.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
        expect(`${at.host}${at.pathname}${at.search}`).toBe(`host${prefix}${right}${meant.search}`);
      }
      expect(JSON.parse(answer.text)).toMatchObject({
        code: 'moved',
        action: expect.stringMatching(/^Use \//),
      });
    },
  );

  it.each(['//evil.example/', '//evil.example/..', '/\\evil.example/', '//evil.example//sums/'])(
    '%s leads nowhere',
    async (path) => {
      const answer = await http().get(path).redirects(0);
      expect([answer.status, answer.headers.location]).toEqual([404, undefined]);
    },
  );

  it('says where the metrics are to who asks this port', async () => {
    const { body, status } = await http().get('/metrics');
    expect(status).toBe(404);
    expect(JSON.stringify(body)).toMatch(/not on this port.*9464.*127\.0\.0\.1:9465\/metrics/);
  });

  it('a service without a contract names its addresses', async () => {
    const bare = await listeningSample({ api: undefined });
    const answer = await request(`http://127.0.0.1:${bare.port}`).get('/nope');
    await bare.app.close();
    expect(JSON.parse(answer.text).action).toBe('See /, /readyz, /items/:id, /slow/:ms, /sums.');
  });

  it('a Problem keeps its code, detail and headers', async () => {
    const answer = await http().post('/sums').type('form').send('a=0&b=1');
    expect(answer.status).toBe(422);
    expect(answer.headers['x-zero']).toBe('1');
    expect(JSON.parse(answer.text)).toMatchObject({
      code: 'zero',
      detail: 'No zero.',
      title: 'Unprocessable Entity',
    });
  });

  it('is logged with its code', async () => {
    shell.lines.length = 0;
    await http().get('/items/full');
    await http().get('/items/7').set('user-agent', 'visits-local-table');
    expect(shell.lines).toMatchObject([{ msg: 'request', status: 503, code: 'disk-full' }]);
  });

  it('503 says when to come back and closes its connection', async () => {
    const answer = await http().get('/items/full').set('connection', 'keep-alive');
    expect(answer.status).toBe(503);
    expect(answer.headers).toMatchObject({ 'retry-after': '1', connection: 'close' });
  });

  it("leaves terminus' body as it is", async () => {
    const answer = await http().get('/readyz').set('accept', 'text/html');
    expect(answer.status).toBe(503);
    expect(answer.body).toMatchObject({ status: 'error', error: { disk: { status: 'down' } } });
  });

  it('browsers get a page, which echoes no markup', async () => {
    const answer = await http().get('/nope/%3Cb%3E?<script>').set('accept', 'text/html,*/*;q=0.8');
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.text).toBe('<h1>404</h1><i>/nope/%3Cb%3E</i>');
    const badUrl = await http().get('/%ff').set('accept', 'text/html');
    expect(badUrl.text).toBe('<h1>400</h1><i>/%ff</i>');
  });

  it('curl gets JSON', async () => {
    expect((await http().get('/nope').set('accept', '*/*')).headers['content-type']).toMatch(/problem\+json/);
  });

  it('the log keeps the cause of an error of ours', async () => {
    shell.lines.length = 0;
    await http().get('/items/broken');
    expect(JSON.stringify(shell.lines)).toContain('a secret of ours');
  });
});
