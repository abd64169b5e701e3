import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { bundleSample, SampleProcess } from './sample-process';

const DRAIN_MS = 500;
/** A head that never ends is given a second; the rest is for a machine with other work. */
const LEAVES_WITHIN_MS = DRAIN_MS + 1000 + 3000;

describe('a stop', () => {
  let sample: SampleProcess;
  let port: number;
  const sockets: Socket[] = [];
  beforeAll(bundleSample, 90_000);
  beforeEach(async () => {
    sample = new SampleProcess({ DRAIN_SECONDS: String(DRAIN_MS / 1000) });
    port = Number((await sample.logged('listening')).port);
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    sample.kill('SIGKILL');
    await sample.exit;
  });

  async function sends(bytes: string): Promise<Socket> {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    sockets.push(socket);
    await once(socket, 'connect');
    if (bytes) socket.write(bytes);
    return socket;
  }

  /** Until the listener is closed: who connects is refused. */
  async function closed(): Promise<void> {
    for (;;) {
      const socket = connect(port, '127.0.0.1');
      const refused = await once(socket, 'connect').then(
        () => false,
        () => true,
      );
      socket.destroy();
      if (refused) return;
      await pause(5);
    }
  }

  it.each([
    ['nothing', ''],
    ['half a line', 'GET /ite'],
    ['half a head', 'GET /items/1 HTTP/1.1\r\nHost: a\r\n'],
    ['a request that was answered', 'GET /items/1 HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['half a second head', 'GET /items/1 HTTP/1.1\r\nHost: a\r\n\r\nGET /items/2 HTTP/1.1\r\n'],
  ])('does not wait for a connection that sent %s', async (_what, bytes) => {
    const socket = await sends(bytes);
    const gone = once(socket.resume(), 'close');
    const began = performance.now();
    sample.kill('SIGTERM');
    expect(await sample.exit).toBe(0);
    expect(performance.now() - began).toBeLessThan(LEAVES_WITHIN_MS);
    await gone;
  });

  it('waits for a request whose line had been read, also for the rest of its head', async () => {
    const socket = await sends('GET /items/7 HTTP/1.1\r\nHost: a\r\n');
    sample.kill('SIGTERM');
    await closed();
    socket.write('Accept: */*\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 [^]*\{"id":"7"\}\n$/);
    expect(await sample.exit).toBe(0);
  });

  it('answers whoever had connected, also who sends a moment later', async () => {
    const answers: Promise<string>[] = [];
    const visit = async (): Promise<string> => {
      const socket = connect(port, '127.0.0.1');
      sockets.push(socket);
      const failed = once(socket, 'error').then(([{ syscall, code }]) => `${syscall} ${code}`);
      const connected = once(socket, 'connect').then(async () => {
        await pause(30);
        socket.write('GET /items/7 HTTP/1.1\r\nHost: a\r\n\r\n');
        return (await text(socket)).split('\r\n', 1)[0]!;
      });
      return Promise.race([failed, connected]);
    };
    sample.kill('SIGTERM');
    const isOver = closed();
    for (let over = false; !over; over = await Promise.race([isOver.then(() => true), pause(3, false)]))
      answers.push(visit());
    const seen = await Promise.all(answers);
    expect(seen).toContain('HTTP/1.1 200 OK');
    // A reset is the kernel's, of who came between our last look for connections and the close; '' would be ours.
    expect(seen.filter((answer) => !/^HTTP\/1\.1 200 OK$|^\w+ ECONN(REFUSED|RESET)$/.test(answer))).toEqual(
      [],
    );
    expect(await sample.exit).toBe(0);
  });

  it('answers a request under way, and waits for no other on its connection', async () => {
    const socket = await sends('GET /slow/1200 HTTP/1.1\r\nHost: a\r\n\r\n');
    const began = performance.now();
    sample.kill('SIGTERM');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 [^]*\{"ms":"1200"\}\n$/);
    expect(await sample.exit).toBe(0);
    expect(performance.now() - began).toBeLessThan(1200 + LEAVES_WITHIN_MS);
  });
});
