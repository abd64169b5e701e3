import { createHash } from 'node:crypto';
import request from 'supertest';
import { listeningSample, type SampleShell } from './sample-shell';

describe('answers of the shell', () => {
  let shell: SampleShell;
  const http = () => request(`http://127.0.0.1:${shell.port}`);
  beforeEach(async () => {
    shell = await listeningSample();
  });
  afterEach(() => shell.app.close());

  it('name their pod and process and are strict about their content', async () => {
    const { headers } = await http().get('/').set('connection', 'keep-alive');
    expect(headers).toMatchObject({
      'x-pod': 'clock-0',
      'x-boot': shell.process.boot,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      connection: 'keep-alive',
    });
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(headers['content-security-policy']).not.toMatch(/unsafe|script-src/);
  });

  it('let a browser run the scripts of its own pages only, by their hash', async () => {
    const script = 'document.title += "!"';
    const live = await listeningSample({ inlineScripts: [script] });
    const { headers } = await request(`http://127.0.0.1:${live.port}`).get('/');
    await live.app.close();
    const hash = createHash('sha256').update(script).digest('base64');
    expect(headers['content-security-policy']).toContain(`; script-src 'sha256-${hash}'; `);
    expect(headers['content-security-policy']).not.toMatch(/unsafe/);
  });

  it('close their connection once the process drains', async () => {
    shell.drain.begin();
    expect((await http().get('/').set('connection', 'keep-alive')).headers.connection).toBe('close');
  });

  it('close the connection of a page', async () => {
    const page = await http().get('/nope').set({ accept: 'text/html', connection: 'keep-alive' });
    expect(page.headers.connection).toBe('close');
  });

  it('end their JSON with a line feed, and indent it for ?pretty', async () => {
    const { text } = await http().get('/');
    expect(text).toBe(`${JSON.stringify(JSON.parse(text))}\n`);
    for (const query of ['?pretty', '?pretty=true', '?a=1&pretty']) {
      const pretty = await http().get(`/${query}`);
      expect(pretty.text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
      expect(pretty.headers['content-length']).toBe(String(pretty.text.length));
    }
    expect((await http().get('/?a=pretty')).text).toBe(text);
    expect((await http().get('/nope?pretty')).text).toMatch(/^{\n {2}"type"/);
    expect((await http().get('/%ff')).text).toMatch(/}\n$/);
  });

  it('name the trace that their request belongs to, in the log and in problems', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    await http().get('/').set('traceparent', `00-${trace}-00f067aa0ba902b7-01`);
    const { body } = await http().get('/nope').set('traceparent', `00-${trace}-00f067aa0ba902b7-01`);
    const { body: none } = await http().get('/nope').set('traceparent', 'evil"\'<b>');
    expect(body.trace_id).toBe(trace);
    expect(none).not.toHaveProperty('trace_id');
    const traces = shell.lines.filter(({ msg }) => msg === 'request').map((line) => line.trace_id);
    expect(traces).toEqual([trace, trace, undefined]);
  });

  it('to HEAD have the headers of GET and no body', async () => {
    const answer = await http().head('/');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-length']).toBe('18');
    expect(answer.text).toBeUndefined();
  });

  it('are logged once each, without query, and probes are not', async () => {
    await http().get('/items/7?name=secret').set('user-agent', 'secret');
    await http().get('/readyz');
    await http().get('/nope');
    await http().get('/%ff');
    await http().head('/');
    const requests = shell.lines.filter((line) => line.msg === 'request');
    expect(requests.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
      'GET /items/7 200',
      'GET /nope 404',
      'GET /%ff 400',
      'HEAD / 200',
    ]);
    expect(requests[0]?.duration_ms).toEqual(expect.any(Number));
    expect(JSON.stringify(shell.lines)).not.toMatch(/secret|127\.0\.0\.1/);
  });

  it('are measured by route template, so that unknown addresses add no series', async () => {
    const series = async () => {
      const page = await shell.metrics.registry.metrics();
      return page.split('\n').filter((line) => line.startsWith('http_request_duration_seconds_count'));
    };
    await http().get('/items/1');
    await http().get('/nope');
    await http().propfind('/');
    const before = await series();
    expect(before).toEqual([
      'http_request_duration_seconds_count{method="GET",route="/items/:id",code="200"} 1',
      'http_request_duration_seconds_count{method="GET",route="other",code="404"} 1',
      'http_request_duration_seconds_count{method="other",route="other",code="405"} 1',
    ]);
    for (let i = 0; i < 50; i += 1) await http().get(`/random/${i}`);
    await http().get('/readyz');
    expect(await series()).toHaveLength(before.length);
  });

  it('describe the API with the schemas that validate', async () => {
    const { body, headers } = await http().get('/openapi.json');
    expect(headers['content-type']).toMatch(/^application\/json/);
    expect(body.info.title).toBe('Sample');
    expect(JSON.stringify(body.paths['/sums'].post.requestBody)).toMatch(/"a"|\$ref/);
    expect(Object.keys(body.paths['/sums'].post.responses)).toEqual(['201', '400', '413', '415']);
    expect(body.paths['/sums'].post.responses['400']).toEqual({
      description: 'Invalid input',
      content: {
        'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        'text/html': { schema: { type: 'string' } },
      },
    });
    expect(body.components.schemas.Problem.required).toContain('action');
    expect(body.servers).toEqual([{ url: './' }]);
  });
});
