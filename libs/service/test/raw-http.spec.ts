import { connect } from 'node:net';
import request from 'supertest';
import { HEAD_WITHIN_MS } from '../src/http/fastify-options';
import { listeningSample, type SampleShell } from './sample-shell';

describe('bytes that are no proper HTTP', () => {
  let shell: SampleShell;
  beforeAll(async () => {
    shell = await listeningSample();
  });
  afterAll(() => shell.app.close());
  afterEach(async () => {
    expect((await request(`http://127.0.0.1:${shell.port}`).get('/')).status).toBe(200);
  });

  /** Sends the bytes and collects the answer until the server closes. */
  const send = (bytes: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(shell.port, '127.0.0.1', () => socket.write(bytes));
      let answer = '';
      socket.setTimeout(HEAD_WITHIN_MS + 5000, () => socket.destroy(new Error(`no end after: ${answer}`)));
      socket.on('data', (chunk) => (answer += String(chunk)));
      socket.on('end', () => resolve(answer)).on('error', reject);
    });

  it.each([
    ['noise', '\x00\x01\x02<script>\r\n\r\n', 400, 'malformed-request'],
    ['an invented method', 'BREW / HTTP/1.1\r\nHost: a\r\n\r\n', 400, 'malformed-request'],
    [
      'a header with a line feed in its name',
      'GET / HTTP/1.1\r\nHost: a\r\nx y: z\r\n\r\n',
      400,
      'malformed-request',
    ],
    [
      'two lengths',
      'POST /sums HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      400,
      'malformed-request',
    ],
    [
      '20 KiB of headers',
      `GET / HTTP/1.1\r\nHost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`,
      431,
      'headers-too-large',
    ],
    ['no Host', 'GET / HTTP/1.1\r\n\r\n', 400, 'malformed-request'],
    [
      'an expectation that nobody knows',
      'GET / HTTP/1.1\r\nHost: a\r\nExpect: a-miracle\r\n\r\n',
      417,
      'expectation-failed',
    ],
    ['CONNECT', 'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n', 405, 'method-not-allowed'],
    [
      'a method without a body',
      'QUERY / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      405,
      'method-not-allowed',
    ],
  ])('%s gets a problem document', async (_name, bytes, status, code) => {
    const answer = await send(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toMatch(/content-type: application\/problem\+json(; charset=utf-8)?\r\n/);
    expect(answer).toMatch(/x-pod: clock-0\r\n/);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ status, code });
    expect(answer).not.toContain('script>');
  });

  const unfinished: [string, string][] = [
    ['a line of HTTP/0.9', 'GET /\r\n'],
    ['half a line', 'GET /ite'],
    ['half a head', 'GET / HTTP/1.1\r\nHost: a\r\n'],
    ['nothing', ''],
  ];
  it(
    'what never becomes a request is ended soon',
    async () => {
      const began = performance.now();
      const answers = await Promise.all(
        unfinished.map(([what, bytes]) => send(bytes).then((text) => [what, text])),
      );
      for (const [what, text] of answers) {
        expect([what, text]).toEqual([
          what,
          expect.stringMatching(/^HTTP\/1\.1 408 [^]*"code":"request-timeout"/),
        ]);
      }
      expect(performance.now() - began).toBeLessThan(HEAD_WITHIN_MS + 5000);
    },
    HEAD_WITHIN_MS + 10_000,
  );

  it('HTTP/1.0 needs no host', async () => {
    expect(await send('GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /);
  });

  it.each([
    ['http://a/items/7?x=1', 200, /"id":"7"/],
    ['http://a', 200, /hello/],
    ['http://a/sums', 405, /"instance":"\/sums"/],
    ['http://a/sums/', 308, /location: \.\.\/sums/],
  ])('a proxy may ask for %s', async (target, status, words) => {
    const answer = await send(`GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toMatch(words);
  });

  it('OPTIONS * is answered for the server as a whole', async () => {
    const answer = await send('OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 204 [^]*allow: GET, HEAD, OPTIONS, POST\r\n/);
  });

  it('a body longer than promised in chunks is cut at 16 KiB', async () => {
    const chunk = `2000\r\n${'x'.repeat(0x2000)}\r\n`;
    const answer = await send(
      `POST /sums HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(3)}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('raw markup in a path is not echoed', async () => {
    const answer = await send(
      'GET /<script>%0a HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAccept: text/html\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(answer).not.toContain('<script>');
  });
});
