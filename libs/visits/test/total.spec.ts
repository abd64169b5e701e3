import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { eventually } from '@visits/testing/eventually';
import { PATIENCE_MS, PodSet, totalOf } from './running-set';
import { runningVisits } from './running-visits';

const servers = new Set<Server>();
const copies = new Set<string>();
afterEach(async () => {
  for (const server of servers) server.close();
  for (const dir of copies) await rm(dir, { recursive: true, force: true });
});

/** Accepts connections and never answers. */
async function silence(onAsked: () => unknown = () => undefined): Promise<string> {
  const server = createServer((socket) => {
    onAsked();
    socket.on('error', () => undefined);
  });
  servers.add(server);
  const port = await getPort();
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return `http://127.0.0.1:${port}`;
}

async function copyOf(dir: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'clock-copy-'));
  copies.add(copy);
  // What is being written is renamed away under our hands.
  await cp(dir, copy, { recursive: true, filter: (name) => !name.endsWith('.new') });
  return copy;
}

describe('GET /total', () => {
  it('is the sum over all pods, the same at each, and exact', async () => {
    const set = await PodSet.of(3);
    const pods = await set.startAll();
    for (const [n, pod] of pods.entries()) await pod.visit(n + 1);
    for (const pod of pods) {
      const total = await totalOf(pod, ({ total, exact }) => total === 6 && exact);
      expect(total).toMatchObject({
        reasons: [],
        pod: pod.shell.settings.podName,
        boot: pod.shell.process.boot,
      });
      expect(total.replicas.map(({ pod, visits }) => [pod, visits])).toEqual([
        ['clock-0', 1],
        ['clock-1', 2],
        ['clock-2', 3],
      ]);
      const sources = total.replicas.map(({ source }) => source).sort();
      expect(sources).toEqual(['live', 'live', 'self']);
    }
  });

  it('of a pod alone is its own count', async () => {
    const pod = await runningVisits();
    await pod.journal.append('a visit');
    expect(await totalOf(pod, ({ total }) => total === 1)).toMatchObject({
      total: 1,
      exact: true,
      replicas: [{ source: 'self', visits: 1, ordinal: 1 }],
    });
  });

  it('stays when a pod stops cleanly, and knows its last count as final', async () => {
    const set = await PodSet.of(2);
    const [one, two] = await set.startAll();
    await one!.visit(2);
    await two!.visit(3);
    await totalOf(one!, ({ total, exact }) => total === 5 && exact);
    await two!.visit(1);
    await two!.stop();
    const { exact, replicas } = await totalOf(one!, ({ replicas }) => replicas[1]?.source === 'final');
    expect(replicas.map(({ visits }) => visits)).toEqual([2, 4]);
    expect(exact).toBe(false);
  });

  it('is exact again when some come back of those that stopped together, each with its last visits', async () => {
    const set = await PodSet.of(6);
    const pods = await set.startAll();
    for (const pod of pods) await pod.visit(2);
    await totalOf(pods[0]!, ({ exact, replicas }) => exact && replicas.length === 6);
    for (const pod of pods) await pod.visit(1);
    await Promise.all(pods.map((pod) => pod.stop()));
    const PEERS = set.origins.slice(0, 3).join(',');
    const back = await Promise.all(
      [0, 1, 2].map((ordinal) => set.start(ordinal, { PEERS, DATA_DIR: pods[ordinal]!.dataDir })),
    );
    for (const pod of back) {
      const { replicas } = await totalOf(pod, ({ total, exact }) => total === 18 && exact);
      expect(replicas.filter(({ source }) => source === 'final')).toHaveLength(3);
    }
  });

  it('stays when a pod is gone without a word, as a lower bound that says why', async () => {
    const set = await PodSet.of(2);
    const [one, two] = await set.startAll();
    await one!.visit(2);
    await two!.visit(3);
    await totalOf(one!, ({ total, exact }) => total === 5 && exact);
    await two!.cluster.stop();
    const server = two!.shell.app.getHttpServer();
    server.close();
    server.closeAllConnections();
    // A question that was on its way says first that its connection broke.
    const why = 'clock-1 (nothing listens at its address)';
    const total = await totalOf(one!, ({ reasons }) => reasons.join(' ').includes(why));
    expect(total).toMatchObject({ total: 5, exact: false });
    expect(total.replicas[1]?.source).toBe('cached');
    const { body } = await one!.http.get('/peers');
    expect(body.peers).toContainEqual(
      expect.objectContaining({ pod: 'clock-1', state: 'unreachable', reason: 'connection-refused' }),
    );
  });

  it('survives that all pods are gone: it is on each volume before anybody sees it', async () => {
    const set = await PodSet.of(2);
    const [one, two] = await set.startAll();
    await one!.visit(2);
    await two!.visit(3);
    await totalOf(one!, ({ total }) => total === 5);
    const kept = JSON.parse(await readFile(join(one!.dataDir, 'peers.json'), 'utf8')) as {
      replicas: Record<string, { visits: number }>;
    };
    expect(Object.values(kept.replicas).map(({ visits }) => visits)).toContain(3);
    const dir = await copyOf(one!.dataDir);
    await one!.stop();
    await two!.stop();
    const again = await set.start(0, { DATA_DIR: dir });
    expect(await totalOf(again, () => true)).toMatchObject({ total: 5, exact: false });
  });

  it('of a new volume is not known until a sibling has reported it: no small number in between', async () => {
    const origin = await silence();
    const { http, journal } = await runningVisits({ PEERS: origin });
    await journal.append('a visit');
    const { body, headers } = await http.get('/total').expect(503);
    expect(body).toMatchObject({ code: 'total-unknown', title: 'The total is not known yet' });
    expect(body.action).toContain('/peers');
    expect(headers['retry-after']).toBe('1');
    expect((await http.get('/peers')).body).toMatchObject({ settled: false, service: null });
  });

  it('waits half a second for siblings that are silent, and a visit waits for none', async () => {
    let askedAt = Infinity;
    const peers = [await silence(() => (askedAt = performance.now())), await silence()].join(',');
    const { http, journal } = await runningVisits({ PEERS: peers });
    const attempt = async () => {
      // A round is over half a second after it has asked, and its answer is fresh for a second.
      await eventually('a pause between two rounds', 8000, () => performance.now() - askedAt > 1_600);
      const start = performance.now();
      const total = http.get('/total').then(() => performance.now() - start);
      await journal.append('a visit');
      const visitMs = performance.now() - start;
      return { visitMs, totalMs: await total };
    };
    // A machine that has no time for us makes either of them late: one attempt that it leaves alone shows both.
    await eventually(
      'a total that waited for the siblings alone, and a visit that waited for nobody',
      20_000,
      async () => {
        const { visitMs, totalMs } = await attempt();
        return totalMs > 300 && totalMs < 2_000 && visitMs < 300;
      },
    );
  }, 30_000);

  it('does not go down when a volume is lost: the siblings know its old id', async () => {
    const set = await PodSet.of(2);
    const [one, two] = await set.startAll();
    await one!.visit(2);
    await two!.visit(3);
    await totalOf(one!, ({ total }) => total === 5);
    await two!.stop();
    const fresh = await set.start(1);
    await fresh.visit();
    for (const pod of [one!, fresh]) {
      const { replicas } = await totalOf(pod, ({ total }) => total === 6);
      expect(replicas.map(({ pod }) => pod)).toEqual(['clock-0', 'clock-1', 'clock-1']);
    }
  });

  it('does not go down when a volume is restored to an older count: it counts on under a new id', async () => {
    const set = await PodSet.of(2);
    const [one, two] = await set.startAll();
    await two!.visit(2);
    const snapshot = await copyOf(two!.dataDir);
    await two!.visit(3);
    await totalOf(one!, ({ total }) => total === 5);
    const { replica } = two!.journal.status();
    await two!.stop();
    const restored = await set.start(1, { DATA_DIR: snapshot });
    await eventually('a new id', 8000, () => restored.journal.status().replica !== replica);
    expect(restored.journal.status().identity).toMatchObject({ base: 2 });
    await restored.visit();
    for (const pod of [one!, restored]) expect(await totalOf(pod, ({ total }) => total === 6)).toBeTruthy();
  });
});

describe('a cloned claim', () => {
  it('is reported by both pods, with its cure, until one of them is gone', async () => {
    const set = await PodSet.of(2);
    const one = await set.start(0);
    await one.visit(2);
    const two = await set.start(1, { DATA_DIR: await copyOf(one.dataDir) });
    for (const [pod, other] of [
      [one, 'clock-1'],
      [two, 'clock-0'],
    ] as const) {
      await eventually(
        'the clone is reported',
        PATIENCE_MS,
        async () => (await pod.http.get('/peers')).body.duplicate,
      );
      const { body } = await pod.http.get('/peers');
      expect(body.duplicate).toMatchObject({ pod: other, action: expect.stringContaining('replica.json') });
      expect((await pod.http.get('/total')).body).toMatchObject({ exact: false });
    }
    expect(one.journal.status().replica).toBe(two.journal.status().replica);
  });
});
