import { VisitsModule } from '@visits/visits';
import { type RunningService, runningService } from '@visits/visits/testing';
import getPort from 'get-port';
import { eventually } from '@visits/testing/eventually';
import { Ground } from './ground';

const PATIENCE_MS = 20_000;
let ground: Ground;
beforeAll(() => {
  ground = new Ground();
  ground.addCli();
}, 90_000);
afterAll(() => ground.remove());

function visits(...args: string[]) {
  const { said, closed, end } = ground.start(['log', ...args]);
  return {
    lines: () => said.stdout.split('\n').slice(0, -1),
    errors: () => said.stderr,
    closed,
    stop: () => end('SIGINT'),
  };
}

interface Pods {
  readonly addresses: readonly string[];
  start(ordinal: number, env?: Record<string, string>): Promise<RunningService>;
}

async function setOf(size: number): Promise<Pods> {
  const ports: number[] = [];
  while (ports.length < size) ports.push(await getPort());
  const PEERS = ports.map((port) => `http://127.0.0.1:${port}`).join(',');
  return {
    addresses: ports.map((port) => `127.0.0.1:${port}`),
    start: (ordinal, env = {}) =>
      runningService(
        { name: 'clock', module: () => VisitsModule },
        { POD_NAME: `clock-${ordinal}`, PORT: String(ports[ordinal]), PEERS, ...env },
      ),
  };
}

const heard = (pod: RunningService, total: number) =>
  eventually(
    `a total of ${total}`,
    PATIENCE_MS,
    async () => (await pod.http.get('/total')).body.total === total,
  );

describe('visits log', () => {
  it('prints the newest lines of the pod that answers', async () => {
    const pods = await setOf(1);
    const pod = await pods.start(0);
    for (const text of ['one', 'two', 'three']) await pod.journal.append(text);
    const plain = visits(pods.addresses[0]!, '--limit', '2');
    expect(await plain.closed).toEqual([0, null]);
    expect(plain.lines()).toEqual([
      expect.stringMatching(/^\S+Z 2 two$/),
      expect.stringMatching(/^\S+Z 3 three$/),
    ]);
    const json = visits(pods.addresses[0]!, '--limit', '1', '--json');
    await json.closed;
    expect(JSON.parse(json.lines()[0] ?? '')).toEqual({ n: 3, at: expect.any(String), text: 'three' });
  }, 60_000);

  it('--set prints the lines of all pods by time, and who is missing on stderr', async () => {
    const pods = await setOf(3);
    const [first, second] = await Promise.all([pods.start(0), pods.start(1)]);
    // Lines of one millisecond have no order that a reader expects.
    const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 13, 0, second));
    await first.journal.append('one', at(1));
    await second.journal.append('two', at(2));
    await first.journal.append('three', at(3));
    const whole = async () => {
      const run = visits(pods.addresses[1]!, '--set');
      const [status] = await run.closed;
      return status === 0 && run.lines().length === 3 && run;
    };
    const run = await eventually('all lines', PATIENCE_MS, whole);
    expect(run.lines().map((line) => line.replace(/ \S+Z /, ' '))).toEqual([
      'clock-0 1 one',
      'clock-1 1 two',
      'clock-0 2 three',
    ]);
    expect(run.errors()).toMatch(/^visits: without http:\S+ \(connection-refused\): .*\n$/);
  }, 90_000);

  it('--set --follow leaves out no line and prints none twice, also of a pod that was away and of one that comes', async () => {
    const pods = await setOf(3);
    const [first, second, gone] = await Promise.all([pods.start(0), pods.start(1), pods.start(2)]);
    await first.journal.append('0 before');
    await second.journal.append('1 before');
    await heard(first, 2);
    await gone.stop();
    const run = visits(pods.addresses[0]!, '--set', '--follow', '--limit', '50');
    const texts = () => run.lines().map((line) => line.split(' ').slice(3).join(' '));
    const printed = (count: number) =>
      eventually(`${count} lines`, PATIENCE_MS, () => texts().length >= count);
    await printed(2);
    const counted = ['0 before', '1 before'];
    const count = async (pod: RunningService, name: string, times: number) => {
      for (let n = 1; n <= times; n += 1) {
        await pod.journal.append(`${name} ${n}`);
        counted.push(`${name} ${n}`);
      }
    };
    await Promise.all([count(first, '0 a', 40), count(second, '1 a', 40)]);
    await printed(82);
    await second.stop();
    await count(first, '0 b', 5);
    await eventually('it says so', PATIENCE_MS, () => run.errors().includes('clock-1 does not answer'));
    const again = await pods.start(1, { DATA_DIR: second.dataDir });
    const third = await pods.start(2);
    await Promise.all([count(again, '1 c', 30), count(third, '2 c', 30), count(first, '0 c', 30)]);
    await heard(first, counted.length);
    await printed(counted.length);
    expect(await run.stop()).toEqual([0, null]);
    expect([...texts()].sort()).toEqual([...counted].sort());
  }, 120_000);

  it('--set --follow prints the newest lines of a pod that was away at first when it answers', async () => {
    const pods = await setOf(2);
    const [first, second] = await Promise.all([pods.start(0), pods.start(1)]);
    await first.journal.append('here');
    for (const text of ['one', 'two', 'three']) await second.journal.append(text);
    await heard(first, 4);
    await second.stop();
    const run = visits(pods.addresses[0]!, '--set', '--follow', '--limit', '2');
    await eventually('it says so', PATIENCE_MS, () => run.errors().includes('clock-1 does not answer'));
    await pods.start(1, { DATA_DIR: second.dataDir });
    await eventually('its lines', PATIENCE_MS, () => run.lines().length >= 3);
    expect(await run.stop()).toEqual([0, null]);
    const lines = run.lines().map((line) => line.replace(/ \S+Z /, ' '));
    expect(lines).toEqual(['clock-0 1 here', 'clock-1 2 two', 'clock-1 3 three']);
  }, 90_000);

  it('is an error where nobody answers at first', async () => {
    for (const flags of [['--set'], ['--set', '--follow'], []]) {
      const run = visits(`127.0.0.1:${await getPort()}`, ...flags);
      expect(await run.closed).toEqual([1, null]);
      expect(run.errors()).toMatch(/^visits: Nothing listens at /);
    }
  }, 60_000);
});
