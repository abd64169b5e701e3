import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { BoundedConfig } from './config';
import { openExec } from './exec';
import { openForward } from './forward';

const HANDSHAKE_MS = 200;
const sockets = new Set<Socket>();
let server: Server;
let config: BoundedConfig;
beforeAll(async () => {
  // It takes connections, and says nothing.
  server = createServer((socket) => sockets.add(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  config = new BoundedConfig(HANDSHAKE_MS);
  const cluster = { name: 'silent', server: `http://127.0.0.1:${port}`, skipTLSVerify: true };
  config.loadFromClusterAndUser(cluster, { name: 'nobody' });
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

const place = { namespace: 'lab', pod: 'clock-0', container: 'clock', port: 9900 };

it.each([
  ['exec', () => openExec(config, place, ['true'])],
  ['port-forward', () => openForward(config, place)],
])('a handshake that nobody answers ends the %s at its deadline', async (_, open) => {
  await expect(open()).rejects.toMatchObject({
    code: 'cluster-unreachable',
    message: expect.stringMatching(/\(Opening handshake has timed out\)/),
  });
});
