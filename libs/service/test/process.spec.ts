import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { json } from 'node:stream/consumers';
import { bundleSample, SampleProcess } from './sample-process';

describe('the life of a service', () => {
  const processes: SampleProcess[] = [];
  const start = (env?: Record<string, string>) => {
    const sample = new SampleProcess(env);
    processes.push(sample);
    return sample;
  };
  const ask = async (port: unknown, path: string, agent?: Agent): Promise<IncomingMessage> => {
    const [answer] = await once(get({ host: '127.0.0.1', port: Number(port), path, agent }), 'response');
    (answer as IncomingMessage).resume();
    return answer as IncomingMessage;
  };
  beforeAll(bundleSample, 90_000);
  afterEach(async () => {
    for (const sample of processes.splice(0)) {
      sample.kill('SIGKILL');
      await sample.exit;
    }
  });

  it('lists every wrong setting with its cure and exits at once, without a stack', async () => {
    const began = performance.now();
    const sample = start({
      PORT: 'abc',
      TIME_ZONE: 'Mars/Base',
      DATA_DIR: '/proc/x',
      PODNAME: 'a',
      POD_NAME: '',
    });
    expect(await sample.exit).toBe(1);
    expect(performance.now() - began).toBeLessThan(15_000);
    expect(sample.out).toBe('');
    expect(sample.err).toMatch(/^4 settings are wrong:\n/);
    expect(sample.err).toMatch(/PORT: "abc" .*whole number/);
    expect(sample.err).toMatch(/TIME_ZONE: "Mars\/Base" .*IANA/);
    expect(sample.err).toMatch(/DATA_DIR: "\/proc\/x" .*use a directory/);
    expect(sample.err).toMatch(/PODNAME: .*did you mean POD_NAME/);
    expect(sample.err).not.toMatch(/\n\s+at |\.mjs|node:/);
    // What `kubectl describe` shows is the end of the output.
    expect(sample.err.trimEnd().split('\n').at(-1)).toMatch(/^ {2}[A-Z_]+: .+\.$/);
  });

  it.each(['PORT', 'ADMIN_PORT'])('a busy %s is one clear sentence', async (setting) => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const { port } = squatter.address() as AddressInfo;
    const sample = start({ [setting]: String(port) });
    expect(await sample.exit).toBe(1);
    expect(sample.err).toBe(
      `${setting}: port ${port} on 127.0.0.1 is taken by another process; stop it or set ${setting} to a free port.\n`,
    );
    squatter.close();
  });

  it('logs JSON lines that name the pod and the process, and none is lost at the exit', async () => {
    const sample = start();
    const { port, version, revision } = await sample.logged('listening');
    expect([version, revision]).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+/), 'unknown']);
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => ask(port, `/items/${i}`)));
    sample.kill('SIGTERM');
    expect(await sample.exit).toBe(0);
    expect(sample.lines.filter((line) => line.msg === 'request')).toHaveLength(50);
    expect(sample.lines.at(-1)?.msg).toBe('stopped');
    for (const line of sample.lines) {
      expect(line).toMatchObject({ level: 'info', pod: 'clock-0', boot: answers[0]?.headers['x-boot'] });
      expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
    }
  });

  it('serves its own metrics on the admin port of this machine only', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const { port: adminPort } = squatter.address() as AddressInfo;
    squatter.close();
    await once(squatter, 'close');
    const sample = start({ ADMIN_PORT: String(adminPort) });
    const { port } = await sample.logged('listening');
    await ask(port, '/items/1');
    const page = await fetch(`http://127.0.0.1:${adminPort}/metrics`).then((answer) => answer.text());
    expect(page).toMatch(
      /http_request_duration_seconds_count\{method="GET",route="\/items\/:id",code="200"\} 1/,
    );
    expect(page).toMatch(/visits_build_info\{service="clock",/);
    expect(page).toMatch(/process_resident_memory_bytes \d/);
    expect((await ask(adminPort, '/')).statusCode).toBe(404);
    expect((await ask(port, '/metrics')).statusCode).toBe(404);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    '%s drains: it goes on answering and closes connections',
    async (signal) => {
      const sample = start({ DRAIN_SECONDS: '2' });
      const { port } = await sample.logged('listening');
      const agent = new Agent({ keepAlive: true });
      expect((await ask(port, '/', agent)).headers.connection).toBe('keep-alive');
      sample.kill(signal);
      await sample.logged('stopping');
      const during = await ask(port, '/', agent);
      expect([during.statusCode, during.headers.connection]).toEqual([200, 'close']);
      expect(await sample.exit).toBe(0);
      agent.destroy();
    },
  );

  it('a stop under keep-alive load fails no accepted request', async () => {
    const sample = start({ DRAIN_SECONDS: '0.2' });
    const { port } = await sample.logged('listening');
    const agent = new Agent({ keepAlive: true, maxSockets: 16 });
    const failures: unknown[] = [];
    let answered = 0;
    const client = async (): Promise<void> => {
      for (;;) {
        try {
          const answer = await ask(port, '/items/1', agent);
          if (answer.statusCode !== 200) failures.push(answer.statusCode);
          answered += 1;
        } catch (error) {
          // The listener is closed: a connection that it never accepted is refused or reset.
          if (!/ECONNREFUSED|ECONNRESET/.test(String((error as { code?: string }).code)))
            failures.push(error);
          return;
        }
      }
    };
    const clients = Promise.all(Array.from({ length: 16 }, client));
    while (answered < 200) await ask(port, '/readyz');
    sample.kill('SIGTERM');
    expect(await sample.exit).toBe(0);
    await clients;
    // Every request that the service accepted has reached its client as an answer.
    expect(sample.lines.filter((line) => line.msg === 'request')).toHaveLength(answered);
    expect(failures).toEqual([]);
    agent.destroy();
  });

  it('a request that is under way at the stop is answered', async () => {
    const sample = start();
    const { port } = await sample.logged('listening');
    const slow = fetch(`http://127.0.0.1:${Number(port)}/slow/700`);
    await ask(port, '/');
    sample.kill('SIGTERM');
    const answer = await slow;
    expect(await json(answer.body!)).toEqual({ ms: '700' });
    expect(await sample.exit).toBe(0);
  });

  it('a second signal exits at once', async () => {
    const sample = start({ DRAIN_SECONDS: '60' });
    await sample.logged('listening');
    sample.kill('SIGTERM');
    await sample.logged('stopping');
    sample.kill('SIGTERM');
    expect(await sample.exit).toBe(1);
  });
});
