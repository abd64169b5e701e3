import getPort from 'get-port';
import { eventually } from '@visits/testing/eventually';
import { PodSet, totalOf } from './running-set';
import { runningVisits } from './running-visits';

describe('GET /peers', () => {
  it('says who is resolved, who answers and who we are', async () => {
    const set = await PodSet.of(2);
    const [one, two] = await set.startAll();
    await totalOf(one!, ({ exact, replicas }) => exact && replicas.length === 2);
    const { body } = await one!.http.get('/peers').expect(200);
    expect(body).toMatchObject({
      self: {
        pod: 'clock-0',
        ordinal: 0,
        replica: one!.journal.status().replica,
        boot: one!.shell.process.boot,
      },
      service: null,
      resolved: 2,
      discovery: { ok: true, reason: null },
      duplicate: null,
      map: null,
      settled: true,
    });
    expect(body.peers).toEqual([
      expect.objectContaining({ state: 'self', address: `127.0.0.1:${one!.port}` }),
      {
        pod: 'clock-1',
        ordinal: 1,
        replica: two!.journal.status().replica,
        address: `127.0.0.1:${two!.port}`,
        state: 'live',
        reason: null,
        detail: null,
        stopping: false,
        seenAt: expect.stringMatching(/^\d{4}-.*Z$/),
      },
    ]);
  });

  it('names a stranger at a sibling’s address', async () => {
    const other = await runningVisits({ POD_NAMESPACE: 'elsewhere', PORT: String(await getPort()) });
    const { port } = other.shell.settings;
    const { http } = await runningVisits({ PEERS: `http://127.0.0.1:${port}` });
    await eventually(
      'a stranger',
      8000,
      async () => (await http.get('/peers')).body.peers[0]?.state === 'stranger',
    );
    const { body } = await http.get('/peers');
    expect(body.peers[0]).toMatchObject({
      reason: 'other-set',
      detail: expect.stringContaining('elsewhere'),
    });
  });
});

describe('/replicas', () => {
  const message = {
    format: 1,
    set: { service: 'clock', namespace: '', headless: '', name: 'clock' },
    pod: 'clock-9',
    ordinal: 9,
    boot: 'boot',
    replica: 'id-9',
    entry: { visits: 999, pod: 'clock-9', ordinal: 9, seenAt: 1, final: true },
  };

  it('tells siblings the map', async () => {
    const pod = await runningVisits();
    const { http, journal } = pod;
    await journal.append('a visit');
    await totalOf(pod, ({ total }) => total === 1);
    const { body } = await http.get('/replicas').expect(200);
    const { replica } = journal.status();
    expect(body).toMatchObject({ format: 1, pod: 'clock-1', ordinal: 1, replica, set: message.set });
    expect(body.replicas[replica as string]).toMatchObject({ visits: 1, final: false });
  });

  it('takes no final count from anybody else', async () => {
    const pod = await runningVisits();
    const { body } = await pod.http.post('/replicas').send(message).expect(403);
    expect(body).toMatchObject({ code: 'not-a-sibling' });
    expect(await totalOf(pod, () => true)).toMatchObject({ total: 0 });
  });

  it('takes it from the address of a sibling that answers so there, and nothing else with it', async () => {
    const set = await PodSet.of(2);
    const [one, two] = await set.startAll();
    await totalOf(one!, ({ exact }) => exact);
    await one!.http.post('/replicas').send(message).expect(403);
    const { body: word } = await two!.http.get('/replicas').expect(200);
    const own = { ...message, set: word.set, boot: word.boot, replica: word.replica };
    await one!.http.post('/replicas').send(own).expect(204);
    await totalOf(one!, ({ total }) => total === 999);
    const other = {
      ...own,
      set: { ...word.set, namespace: 'x' },
      entry: { ...message.entry, visits: 1e6 },
    };
    await one!.http.post('/replicas').send(other).expect(403);
    expect((await one!.http.get('/total')).body.total).toBe(999);
  });

  it.each([
    { ...message, format: 2 },
    { ...message, entry: { ...message.entry, visits: -1 } },
    { ...message, entry: { ...message.entry, visits: 1.5 } },
    { ...message, entry: { ...message.entry, final: false } },
    { ...message, replica: '../x' },
    {},
  ])('refuses what is no leave message (%#)', async (body) => {
    const { http } = await runningVisits();
    expect((await http.post('/replicas').send(body).expect(400)).body.code).toBe('invalid-input');
  });
});

describe('methods', () => {
  it.each([
    ['/total', 'GET, HEAD, OPTIONS'],
    ['/total/stream', 'GET, HEAD, OPTIONS'],
    ['/peers', 'GET, HEAD, OPTIONS'],
    ['/replicas', 'GET, HEAD, OPTIONS, POST'],
  ])('%s knows %s', async (path, allow) => {
    const pod = await runningVisits();
    const { http } = pod;
    await totalOf(pod, () => true);
    expect((await http.delete(path).expect(405)).headers.allow).toBe(allow);
    expect((await http.head(path).expect(200)).text).toBeUndefined();
  });
});

describe('metrics', () => {
  it('tell the siblings by state, the age, the failures by reason, and a total that nobody sums', async () => {
    const set = await PodSet.of(2);
    const one = await set.start(0);
    await one.visit(3);
    await eventually('a failure', 8000, async () =>
      /visits_peers_exchange_failures_total\{reason="connection-refused"\} [1-9]/.test(
        await one.shell.metrics.registry.metrics(),
      ),
    );
    const text = await one.shell.metrics.registry.metrics();
    expect(text).toContain('visits_peers{state="self"} 1\n');
    expect(text).toContain('visits_peers{state="unreachable"} 1\n');
    expect(text).toContain('visits_peers{state="live"} 0\n');
    expect(text).toMatch(/visits_peers_map_age_seconds [\d.]+\n/);
    expect(text).toMatch(/visits_cluster_visits nan\n/i);
    const two = await set.start(1);
    await totalOf(two, ({ total, exact }) => total === 3 && exact);
    const after = await two.shell.metrics.registry.metrics();
    expect(after).toContain('visits_cluster_visits 3\n');
    expect(after).toContain('visits_cluster_exact 1\n');
    expect(after).toContain('never sum()');
  });
});
