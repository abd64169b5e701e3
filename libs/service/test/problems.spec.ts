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
    expect((await http().post('/')).headers.allow).toBe('GET, HEAD');
    expect((await http().get('/sums')).headers.allow).toBe('POST');
    expect((await http().put('/items/7?x=1')).headers.allow).toBe('GET, HEAD');
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
