import { createServer, type RequestListener, type Server } from 'node:http';
import {
  type AddressInfo,
  createServer as createNetServer,
  type Server as NetServer,
  type Socket,
} from 'node:net';
import { exchange } from './exchange';

const open: (Server | NetServer)[] = [];
const sockets = new Set<Socket>();

async function listening(server: Server | NetServer): Promise<string> {
  open.push(server);
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const serving = (listener: RequestListener) => listening(createServer(listener));
const get = (origin: string, timeoutMs = 5_000) => exchange({ origin, method: 'GET', path: '/', timeoutMs });

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  for (const server of open.splice(0)) server.close();
});

describe('one request', () => {
  it('shows status, headers and body', async () => {
    const origin = await serving((_, response) => response.setHeader('x-pod', 'a').end('hello'));
    expect(await get(origin)).toMatchObject({
      connected: true,
      status: 200,
      body: 'hello',
      headers: { 'x-pod': 'a' },
    });
  });

  it('takes a connection of its own', async () => {
    const connections: (string | undefined)[] = [];
    const origin = await serving((request, response) => {
      connections.push(request.headers.connection);
      response.end();
    });
    await get(origin);
    await get(origin);
    expect([connections, sockets.size]).toEqual([['close', 'close'], 2]);
  });

  it('says that no connection came about', async () => {
    const origin = await serving(() => undefined);
    await new Promise((resolve) => open.splice(0)[0]!.close(resolve));
    expect(await get(origin)).toEqual({ connected: false, body: '', error: 'ECONNREFUSED' });
  });

  it('says that a connection broke before an answer', async () => {
    const origin = await listening(createNetServer((socket) => socket.once('data', () => socket.destroy())));
    expect(await get(origin)).toEqual({ connected: true, body: '', error: 'ECONNRESET' });
  });

  it('keeps the head of an answer whose body breaks off', async () => {
    const origin = await serving((_, response) => {
      response.writeHead(200, { 'x-visit': 'a/1', 'content-length': 10 });
      response.write('half', () => response.destroy());
    });
    const seen = await get(origin);
    expect(seen).toMatchObject({
      connected: true,
      status: 200,
      headers: { 'x-visit': 'a/1' },
      error: 'ECONNRESET',
    });
  });

  it('ends when its time is over', async () => {
    const origin = await serving(() => undefined);
    expect(await get(origin, 1_000)).toEqual({ connected: true, body: '', error: 'TIMEOUT' });
  });

  it('is sent once, whatever happens', async () => {
    let asked = 0;
    const origin = await serving((request) => {
      asked++;
      request.socket.destroy();
    });
    await get(origin);
    expect(asked).toBe(1);
  });
});
