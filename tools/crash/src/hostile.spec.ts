import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { cleansUp, visit, visitsOf, volume } from './fixture';
import { Pod } from '@visits/testing/pod';

cleansUp();

const QUIET_MS = 300;
/** Where an answer is due; a busy machine takes its time. */
const ANSWER_MS = 20_000;

/** What a raw socket is answered until the server closes it, or is quiet: for `firstMs` before the first byte. */
function raw(port: number, bytes: string | Buffer, firstMs: number): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setTimeout(firstMs, () => socket.destroy());
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      socket.setTimeout(QUIET_MS);
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(answer));
  });
}

const get = (line: string, headers = '') => `${line}\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`;

const malformed: [what: string, bytes: string | Buffer, status: RegExp | null][] = [
  ['random bytes', Buffer.from(Array.from({ length: 512 }, (_, i) => (i * 7919) % 256)), /^HTTP\/1.1 400/],
  ['a TLS hello', Buffer.from('1603010200010001fc0303', 'hex'), /^HTTP\/1.1 400/],
  ['a version that is none', get('GET / HTTP/9.9'), /^HTTP\/1.1 (400|505)/],
  ['a bad method', get('BREW / HTTP/1.1'), /^HTTP\/1.1 (400|405)/],
  ['a bad escape in the URL', get('GET /%ff%zz HTTP/1.1'), /^HTTP\/1.1 400/],
  [
    'a script in the URL',
    get('GET /<script>alert(1)</script> HTTP/1.1', 'Accept: text/html\r\n'),
    /^HTTP\/1.1 40[04]/,
  ],
  ['a URL of 10,000 characters', get(`GET /${'a'.repeat(10_000)} HTTP/1.1`), /^HTTP\/1.1 414/],
  ['headers of 100 KB', get('GET / HTTP/1.1', `X: ${'a'.repeat(100_000)}\r\n`), /^HTTP\/1.1 431/],
  ['a header with a line feed in it', get('GET / HTTP/1.1', 'X: a\nb #1:deadbeef\r\n'), /^HTTP\/1.1 400/],
  ['two lengths', get('POST / HTTP/1.1', 'Content-Length: 3\r\nContent-Length: 4\r\n'), /^HTTP\/1.1 400/],
  [
    'length and chunks',
    get('POST / HTTP/1.1', 'Content-Length: 3\r\nTransfer-Encoding: chunked\r\n'),
    /^HTTP\/1.1 400/,
  ],
  ['half a request', 'GET / HT', null],
  ['nothing', '', null],
];

it.each(malformed)('clock: %s is refused and the process lives', async (_what, bytes, status) => {
  const dataDir = volume();
  const pod = await Pod.of({ dataDir });
  await pod.ready();
  const answer = await raw(pod.port, bytes, status ? ANSWER_MS : QUIET_MS);
  if (status) expect(answer).toMatch(status);
  else expect(answer).not.toMatch(/^HTTP\/1.1 [25]/);
  expect(answer).not.toContain('<script>alert');
  expect(answer).not.toMatch(/^\s+at /m);
  expect(await visitsOf(pod.url)).toBe(0);
  expect((await visit(pod.url)).n).toBe(1);
});

it('clock: bodies of 1 MB on every kind of route are refused, the process lives', async () => {
  const pod = await Pod.of({ dataDir: volume() });
  await pod.ready();
  for (const path of ['/', '/visits', '/nowhere']) {
    const body = 'x'.repeat(1_000_000);
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`;
    const answer = await raw(pod.port, `${head}Content-Length: ${body.length}\r\n\r\n${body}`, ANSWER_MS);
    expect(answer).toMatch(/^HTTP\/1.1 (404|405|413|415)/);
  }
  expect((await visit(pod.url)).n).toBe(1);
});

const expressions: [what: string, expression: string][] = [
  ['10,000 open brackets', '('.repeat(10_000)],
  ['100 nested brackets', `${'('.repeat(100)}1${')'.repeat(100)}`],
  ['a tower of powers', '9^9^9^9^9'],
  ['a forged line', '1 + 1\n2026-11-21T13:45:09.500Z 99 5 + 5 = 10 #1:deadbeef'],
  ['a forged trailer', '1 + 1 #1:deadbeef'],
  ['ANSI escapes', '\u001b[31m1 + 1\u001b[0m'],
  ['HTML', '<img src=x onerror=alert(1)>'],
  ['code', 'process.exit(1)'],
  ['division by zero', '1 / 0'],
];

it('calculator: hostile expressions are refused or harmless, and forge no line', async () => {
  const dataDir = volume();
  const pod = await Pod.of({ dataDir, program: 'calculator', name: 'calculator-0' });
  await pod.ready();
  let recorded = 0;
  for (const [what, expression] of expressions) {
    const response = await fetch(`${pod.url}/calculations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify({ expression }),
    });
    expect([what, response.status]).toEqual([what, expect.any(Number)]);
    expect([201, 400, 413, 422]).toContain(response.status);
    if (response.status === 201) recorded += 1;
    await response.arrayBuffer();
    const page = await fetch(`${pod.url}/calculations`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'text/html',
        connection: 'close',
      },
      body: new URLSearchParams({ expression }),
    });
    if (page.status < 400) recorded += 1;
    expect(await page.text()).not.toMatch(/<img src=x|<script>alert/);
  }
  expect(await visitsOf(pod.url)).toBe(recorded);
  await pod.end('SIGTERM');
  const log = recorded === 0 ? '' : readFileSync(join(dataDir, 'visits.log'), 'utf8');
  expect(log.split('\n')).toHaveLength(recorded + 1);
  expect(log).not.toContain('deadbeef\n');
  // eslint-disable-next-line no-control-regex
  expect(log).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
});

it('sidecar: malformed requests do not end it', async () => {
  const sidecar = await Pod.of({ dataDir: volume(), program: 'metrics-sidecar' });
  await sidecar.answers('/healthz');
  for (const [, bytes] of malformed) await raw(sidecar.port, bytes, 100);
  expect((await sidecar.get('/healthz')).status).toBe(200);
  expect((await sidecar.get('/metrics')).status).toBe(200);
});
