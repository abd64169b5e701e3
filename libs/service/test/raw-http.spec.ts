import { connect } from 'node:net';
import request from 'supertest';
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
      socket.setTimeout(5000, () => socket.destroy(new Error(`no end after: ${answer}`)));
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
  ])('%s gets a problem document', async (_name, bytes, status, code) => {
    const answer = await send(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toMatch(/content-type: application\/problem\+json\r\n/);
    expect(answer).toMatch(/x-pod: clock-0\r\n/);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ status, code });
    expect(answer).not.toContain('script>');
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
