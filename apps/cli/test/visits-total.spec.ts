import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { VisitsModule } from '@visits/visits';
import { runningService } from '@visits/visits/testing';
import { eventually } from '@visits/testing/eventually';
import { Ground } from './ground';

let ground: Ground;
beforeAll(() => {
  ground = new Ground();
  ground.addCli();
}, 60_000);
afterAll(() => ground.remove());

async function visits(args: string[], env: Record<string, string> = {}) {
  const { said, closed } = ground.start(args, env);
  const [status] = await closed;
  return { status, ...said };
}

async function counted(visits: number) {
  const service = await runningService(
    { name: 'clock', module: () => VisitsModule },
    { POD_NAME: 'clock-1' },
  );
  for (let n = 0; n < visits; n += 1) await service.journal.append('a visit');
  await eventually('the total', 8000, async () => (await service.http.get('/total')).body.total === visits);
  const { port } = service.shell.app.getHttpServer().address() as { port: number };
  return { ...service, port };
}

const nobody = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
};

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

const answering = async (text: string, headers: Record<string, string> = {}): Promise<number> => {
  const type = { 'content-type': 'application/json' };
  const server = createServer((_request, response) =>
    response.writeHead(200, { ...type, ...headers }).end(text),
  );
  servers.push(server.listen(0));
  await once(server, 'listening');
  return (server.address() as { port: number }).port;
};

describe('visits total', () => {
  it('asks behind a path prefix', async () => {
    const { http, stop } = await counted(2);
    const paths: string[] = [];
    const proxy = createServer((request, response) => {
      paths.push(request.url ?? '');
      void http
        .get('/total')
        .then(({ body, headers }) =>
          response.writeHead(200, { 'x-pod': String(headers['x-pod']) }).end(JSON.stringify(body)),
        );
    });
    servers.push(proxy.listen(0));
    await once(proxy, 'listening');
    const { port } = proxy.address() as { port: number };
    const { status } = await visits(['total', `http://127.0.0.1:${port}/visits-app/`]);
    expect([status, ...paths]).toEqual([0, '/visits-app/total']);
    await stop();
  });

  it('asks the service of its own pod, and prints a table and the sum', async () => {
    const { port } = await counted(3);
    const { status, stdout } = await visits(['total'], { PORT: String(port) });
    expect(status).toBe(0);
    expect(stdout).toBe(
      [
        'ORDINAL  POD      VISITS  SOURCE  AGE',
        '      1  clock-1       3  self     0s',
        '',
        'total: 3 (as clock-1 knows it)',
        '',
      ].join('\n'),
    );
  });

  it('prints what the service answers with --json, from any address', async () => {
    const { port } = await counted(2);
    for (const address of [`localhost:${port}`, `http://127.0.0.1:${port}/`]) {
      const { stdout } = await visits(['total', address, '--json']);
      expect(JSON.parse(stdout)).toMatchObject({ total: 2, exact: true, pod: 'clock-1' });
    }
  });

  it('says in one sentence what is wrong, and exits 1', async () => {
    const port = await nobody();
    expect(await visits(['total'], { PORT: String(port) })).toEqual({
      status: 1,
      stdout: '',
      stderr: `visits: Nothing listens at http://127.0.0.1:${port}. Start the service, or give its address, such as: visits total http://localhost:8000\n`,
    });
    const other = createServer((_request, response) => response.writeHead(404).end('<html>')).listen(0);
    await once(other, 'listening');
    const { port: theirs } = other.address() as { port: number };
    const { status, stderr } = await visits(['peers', `localhost:${theirs}`]);
    other.close();
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^visits: http:\S+ answered 404, and not as a service of Visits does\. Give .*\n$/,
    );
    expect((await visits(['total', 'http://'])).stderr).toMatch(/^visits: http:\/\/ is no address\. /);
    for (const text of ['8000', ':8000'])
      expect((await visits(['total', text])).stderr).toBe(
        `visits: ${text} is no address. Give the host too: localhost:8000.\n`,
      );
    expect(await visits(['total'])).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(
        /^visits: No address is given, no set runs .* and this is no pod\. Give /,
      ),
    });
  });

  it.each(['{}', '[]', '{"detail":"\\u001b[2J"}'])('takes %s of a stranger for no answer', async (text) => {
    const port = await answering(text);
    for (const command of ['total', 'peers']) {
      const { status, stdout, stderr } = await visits([command, `localhost:${port}`]);
      expect([status, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(
        /^visits: http:\S+ answered 200, and not as a service of Visits does\. Give .*\n$/,
      );
    }
  });

  it('shows names without what would steer the terminal', async () => {
    const pod = 'clock\u001b[2J\u0007\u009b31m\n0';
    const replicas = [{ replica: 'a', ordinal: 0, pod, visits: 1, source: 'live', ageMs: 0 }];
    const answer = { total: 1, exact: false, reasons: [`${pod} is late.`], replicas, pod };
    const port = await answering(JSON.stringify(answer), { 'x-pod': 'clock-0' });
    const { status, stdout } = await visits(['total', `localhost:${port}`]);
    expect(status).toBe(0);
    expect(stdout.match(/clock\?\[2J\?\?31m\?0/g)).toHaveLength(3);
    expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  it('waits for a pod on a new volume until it has heard from its siblings', async () => {
    const sibling = await nobody();
    const clock = { name: 'clock', module: () => VisitsModule } as const;
    const { shell, http } = await runningService(clock, { PEERS: `http://127.0.0.1:${sibling}` });
    await http.get('/total').expect(503);
    const { port } = shell.app.getHttpServer().address() as { port: number };
    const total = ground.start(['total', `localhost:${port}`]);
    await eventually('its sibling was asked', 8000, async () => {
      const { body } = await http.get('/peers');
      return body.peers[0]?.reason === 'connection-refused';
    });
    const peers = await visits(['peers', `localhost:${port}`]);
    expect(peers.stdout).toMatch(
      /^POD +ADDRESS +STATE +REASON +SEEN\n- +127\.0\.0\.1:\d+ +unreachable +connection-refused +-\n/,
    );
    expect(peers.stdout).toContain('clock-1 found 1 sibling\n');
    expect(peers.stdout).toContain('The total is not known yet');
    await eventually('it waits', 8000, () => total.said.stderr.endsWith('\n'));
    await runningService(clock, { POD_NAME: 'clock-0', PORT: String(sibling) });
    const [status] = await total.closed;
    expect(status).toBe(0);
    expect(total.said.stdout).toContain('total: 0 (as clock-1 knows it)');
    expect(total.said.stderr).toMatch(
      /^visits: The total is not known yet\. Waiting for its siblings, .*\n$/,
    );
  });
});

describe('visits total --watch', () => {
  function watching(args: string[]) {
    const { said, end } = ground.start(['total', ...args, '--watch']);
    const lines = () => `${said.stdout}${said.stderr}`.split('\n').slice(0, -1);
    return { lines, stop: () => end('SIGINT') };
  }

  it('prints each change, goes on with the next process, and ends at Ctrl-C with 0', async () => {
    const service = await counted(3);
    const { lines, stop } = watching([`localhost:${service.port}`]);
    await eventually('the total', 8000, () =>
      lines().some((line) => / total: 3 \(as clock-1 knows it\)$/.test(line)),
    );
    await service.journal.append('a visit');
    await eventually('its change', 8000, () => lines().some((line) => / total: 4 /.test(line)));
    await service.stop();
    await eventually('that nobody answers', 8000, () => lines().some((line) => /Nothing listens/.test(line)));
    expect(await stop()).toEqual([0, null]);
    expect(lines().filter((line) => / total: 4 /.test(line))).toHaveLength(1);
  });

  it('prints what the service says with --json', async () => {
    const { port } = await counted(2);
    const { lines, stop } = watching([`localhost:${port}`, '--json']);
    await eventually('a line', 8000, () => lines().length > 0);
    expect(JSON.parse(lines()[0] ?? '')).toMatchObject({ total: 2, exact: true, pod: 'clock-1' });
    await stop();
  });

  it('is an error where nobody answers at first', async () => {
    const port = await nobody();
    const { status, stderr } = await visits(['total', `localhost:${port}`, '--watch']);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^visits: Nothing listens at /)]);
  });
});

describe('visits dns', () => {
  it('needs the name of a Service', async () => {
    expect(await visits(['dns'])).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'visits: No headless Service is named. Run it in a pod that has HEADLESS_SERVICE, or give --service.\n',
    });
  });
});
