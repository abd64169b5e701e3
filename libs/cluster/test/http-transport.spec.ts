import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import type { Sibling } from '../src/discovery/sibling';
import { HttpTransport } from '../src/exchange/http-transport';
import { encodeSiblingAnswer, MAX_ANSWER_BYTES, type SiblingAnswer } from '../src/replicas/replica-schema';

const answer: SiblingAnswer = {
  format: 1,
  set: { service: 'clock', namespace: 'visits', headless: 'clock-headless' },
  pod: 'clock-1',
  ordinal: 1,
  boot: 'boot-b',
  replica: 'id-1',
  settled: true,
  replicas: new Map([['id-1', { visits: 3, pod: 'clock-1', ordinal: 1, seenAt: 1, final: false }]]),
};
const body = JSON.stringify(encodeSiblingAnswer(answer));

const transport = new HttpTransport();
const servers = new Set<Server>();
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all([...servers].map((server) => new Promise((closed) => server.close(closed))));
  servers.clear();
});
afterAll(() => transport.close());

async function listening(server: Server, host = '127.0.0.1'): Promise<Sibling> {
  servers.add(server);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const origin = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return { key: origin, pod: null, origin };
}

const http = (handle: (request: IncomingMessage, response: ServerResponse) => void) =>
  listening(createHttpServer(handle));
const raw = (handle: (socket: Socket) => void) => listening(createServer(handle));
const sends = (content: string, status = 200, type = 'application/json; charset=utf-8') =>
  http((_request, response) => response.writeHead(status, { 'content-type': type }).end(content));

const within = (ms: number) => AbortSignal.timeout(ms);
const ask = (sibling: Sibling, ms = 5000) => transport.ask(sibling, within(ms));

it('gives what the sibling says, and its address', async () => {
  const sibling = await sends(body);
  expect(await ask(sibling)).toEqual({ ok: true, answer, address: sibling.key.replace('http://', '') });
});

it('asks for /replicas by GET, and keeps the connection', async () => {
  const asked: string[] = [];
  let connections = 0;
  const sibling = await http(({ method, url }, response) => {
    asked.push(`${method} ${url}`);
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  for (const server of servers) server.on('connection', () => (connections += 1));
  for (let n = 0; n < 3; n += 1) expect(await ask(sibling)).toMatchObject({ ok: true });
  expect(asked).toEqual(Array(3).fill('GET /replicas'));
  expect(connections).toBe(1);
});

it('speaks IPv6', async () => {
  const server = createHttpServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(body),
  );
  expect(await ask(await listening(server, '::1'))).toMatchObject({ ok: true, answer: { pod: 'clock-1' } });
});

it('goes on with a sibling that closed its connection', async () => {
  const sibling = await http((_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json', connection: 'close' }).end(body),
  );
  for (let n = 0; n < 3; n += 1) expect(await ask(sibling)).toMatchObject({ ok: true });
});

describe('what is no answer of a sibling is a reason, never a rejection', () => {
  it.each([
    ['an error', () => sends('{}', 503), 'bad-status', 'It answered 503.'],
    ['a redirect, which is not followed', () => sends('', 302), 'bad-status', 'It answered 302.'],
    [
      'a page',
      () => sends('<html>', 200, 'text/html'),
      'bad-answer',
      'It answered text/html instead of JSON.',
    ],
    ['no JSON', () => sends('{'), 'bad-answer', 'It sent no valid JSON.'],
    ['nothing', () => sends(''), 'bad-answer', 'It sent no valid JSON.'],
    ['other JSON', () => sends('{"status":"ok"}'), 'bad-answer', /format/],
    ['a newer format', () => sends(body.replace('"format":1', '"format":2')), 'bad-answer', /format/],
    ['a count below zero', () => sends(body.replace('"visits":3', '"visits":-3')), 'bad-answer', /visits/],
    [
      'a count that is none',
      () => sends(body.replace('"visits":3', '"visits":1e999')),
      'bad-answer',
      /visits/,
    ],
    ['an id of no replica', () => sends(body.replaceAll('id-1', '../x')), 'bad-answer', /replica/],
    [
      'garbage',
      () => raw((socket) => socket.end('\0\u0001 garbage\r\n\r\n')),
      'bad-answer',
      'It does not speak HTTP.',
    ],
    [
      'another protocol',
      () => raw((socket) => socket.end('SSH-2.0-OpenSSH\r\n')),
      'bad-answer',
      'It does not speak HTTP.',
    ],
    ['an end at once', () => raw((socket) => socket.end()), 'connection-failed', /closed|UND_ERR/],
    ['a reset', () => raw((socket) => socket.resetAndDestroy()), 'connection-failed', /ECONNRESET|UND_ERR/],
    [
      'headers without end',
      () => raw((socket) => socket.end(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(200_000)}\r\n\r\n`)),
      'too-large',
      /headers/,
    ],
    [
      'half an answer',
      () =>
        raw((socket) =>
          socket.end(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{`),
        ),
      'connection-failed',
      /UND_ERR/,
    ],
  ] as const)('%s', async (_, serve, reason, detail) => {
    const sibling = await serve();
    const asked = await ask(sibling);
    expect(asked).toMatchObject({ ok: false, reason, address: sibling.key.replace('http://', '') });
    if (asked.ok) return;
    expect(asked.detail).toMatch(detail);
    expect(asked.detail).toMatch(/^[\x20-\x7e]{1,200}$/);
  });

  it('nobody at the address', async () => {
    const sibling = await sends(body);
    const [server] = servers;
    await new Promise((closed) => server?.close(closed));
    servers.clear();
    expect(await ask(sibling)).toMatchObject({ ok: false, reason: 'connection-refused' });
  });

  it('no address', async () => {
    expect(await ask({ key: 'clock-1.x', pod: 'clock-1', origin: null })).toMatchObject({
      ok: false,
      reason: 'connection-failed',
      address: null,
    });
  });
});

describe('a sibling can hold nobody up', () => {
  it.each([
    ['silence', () => http(() => undefined)],
    ['headers and nothing more', () => raw((socket) => socket.write('HTTP/1.1 200 OK\r\n'))],
    [
      'a byte now and then',
      () =>
        http((_request, response) => {
          response.writeHead(200, { 'content-type': 'application/json' });
          const drip = setInterval(() => response.write(' '), 5);
          response.on('close', () => clearInterval(drip));
        }),
    ],
  ])('%s ends with the signal', async (_, serve) => {
    const sibling = await serve();
    const start = performance.now();
    expect(await ask(sibling, 100)).toMatchObject({ ok: false, reason: 'timeout' });
    expect(performance.now() - start).toBeLessThan(3000);
  });

  it.each([
    ['an answer', 200, 'too-large'],
    ['an error', 503, 'bad-status'],
  ])('%s without end is cut, and its connection with it', async (_, status, reason) => {
    let sent = 0;
    let cut: (value?: unknown) => void = () => undefined;
    const closed = new Promise((resolve) => (cut = resolve));
    const sibling = await http((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      const more = () => {
        do sent += 65_536;
        while (response.write(' '.repeat(65_536)));
      };
      response.on('drain', more).on('close', cut);
      more();
    });
    expect(await ask(sibling)).toMatchObject({ ok: false, reason });
    await closed;
    expect(sent).toBeLessThan(MAX_ANSWER_BYTES * 4);
  });
});

describe('a leave message', () => {
  const { format, set, pod, ordinal, boot } = answer;
  const entry = { visits: 3, pod, ordinal, seenAt: 1, final: true };
  const message = { format, set, pod, ordinal, boot, replica: 'id-1', entry };

  it.each([
    [204, 'taken'],
    [202, 'stopping'],
    [403, 'not-taken'],
    [503, 'not-taken'],
  ] as const)('is posted as JSON; %d means %s', async (status, outcome) => {
    let heard = '';
    const sibling = await http((request, response) => {
      heard = `${request.method} ${request.url} ${request.headers['content-type']} `;
      request.on('data', (chunk: Buffer) => (heard += chunk.toString()));
      request.on('end', () => response.writeHead(status).end());
    });
    expect(await transport.leave(sibling, message, within(5000))).toBe(outcome);
    expect(heard).toBe(`POST /replicas application/json ${JSON.stringify(message)}`);
  });

  it.each([
    ['silence', () => http(() => undefined)],
    ['a reset', () => raw((socket) => socket.resetAndDestroy())],
    ['an end', () => raw((socket) => socket.end())],
  ])('that meets %s is not taken, and over with the signal', async (_, serve) => {
    expect(await transport.leave(await serve(), message, within(100))).toBe('not-taken');
    const nowhere = { key: 'x', pod: null, origin: null };
    expect(await transport.leave(nowhere, message, within(100))).toBe('not-taken');
  });
});
