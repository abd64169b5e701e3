import { createServer, type Server } from 'node:http';
import { ALL_MS } from '../src/set/set-history';
import { VOLUME } from '../src/volume';
import { historyOf, LINES, replicaOf, shown, trio } from './known-trio';
import { eventually } from '@visits/testing/eventually';
import { PATIENCE_MS, PodSet, type SetPod, totalOf } from './running-set';

const browser = 'text/html,*/*;q=0.8';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('who is missing from the history of the set', () => {
  it('is named with the reason: one is gone, one accepts and never answers', async () => {
    const pods = await trio(LINES);
    const [asked, gone, silent] = pods as [SetPod, SetPod, SetPod];
    const replicas = [gone, silent].map(replicaOf);
    await gone.stop();
    await silent.stop();
    const hole = createServer(() => undefined);
    servers.push(hole);
    await new Promise<void>((done) => hole.listen(silent.port, '127.0.0.1', done));
    const began = performance.now();
    const answer = await historyOf(asked);
    expect(performance.now() - began).toBeLessThan(ALL_MS + 4_000);
    expect(shown(answer)).toEqual(['clock-0 at 1', 'clock-0 at 3', 'clock-0 at 5']);
    const missing = [...answer.missing].sort((a, b) => (a.ordinal ?? 0) - (b.ordinal ?? 0));
    expect(missing).toEqual([
      {
        pod: 'clock-1',
        ordinal: 1,
        replica: replicas[0],
        reason: 'connection-refused',
        detail: expect.any(String),
      },
      {
        pod: 'clock-2',
        ordinal: 2,
        replica: replicas[1],
        reason: 'timeout',
        detail: 'It did not answer in time.',
      },
    ]);
    // By now it is known that they do not answer.
    const again = performance.now();
    const text = await asked.http.get('/visits/log?scope=set').set('accept', 'text/plain').expect(200);
    expect(performance.now() - again).toBeLessThan(5_500);
    expect(text.text).toMatch(/\n# without clock-1 \(connection-refused\): [^\n]+\n/);
    expect(text.text).toMatch(/\n# without clock-2 \(timeout\): It did not answer in time\.\n/);
    const page = await asked.http.get('/visits/log?scope=set').set('accept', browser).expect(200);
    expect(page.text).toMatch(/class="note caution">\s*<p><strong>Without clock-[12], clock-[12]\./);
  }, 90_000);

  it('is a replica whose volume no pod has any more', async () => {
    const set = await PodSet.of(2);
    const [asked, other] = (await set.startAll()) as [SetPod, SetPod];
    await other.visit(2);
    await totalOf(asked, ({ total }) => total === 2);
    const replica = replicaOf(other);
    await other.stop();
    const fresh = await set.start(1);
    await eventually('the new one is heard', PATIENCE_MS, async () =>
      (await asked.cluster.others()).some((one) => one.replica === replicaOf(fresh) && one.reason === null),
    );
    expect((await historyOf(asked)).missing).toEqual([
      { pod: 'clock-1', ordinal: 1, replica, reason: 'stopped', detail: 'It stopped at 2.' },
    ]);
  }, 90_000);

  it('is this pod, where its own disk hangs and others answer', async () => {
    const [asked] = (await trio(LINES)) as [SetPod];
    const volume = asked.shell.app.get(VOLUME);
    const { open, stat } = volume;
    const never = (): Promise<never> => new Promise(() => undefined);
    Object.assign(volume, { open: never, stat: never });
    const answer = await historyOf(asked);
    Object.assign(volume, { open, stat });
    expect(answer.missing).toMatchObject([{ pod: 'clock-0', reason: 'stalled' }]);
    expect(shown(answer)).toHaveLength(4);
  }, 90_000);
});
