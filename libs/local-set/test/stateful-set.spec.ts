import { request } from 'undici';
import { freeBasePort, LocalSet, type PodNews, preflight, type StatefulSet } from '../src';
import { eventually } from '@visits/testing/eventually';
import { Ground } from '../src/testing';

const replicas = { clock: 3, calculator: 0 };
let ground: Ground;
let local: LocalSet;
let set: StatefulSet;
let news: PodNews[];

const states = () => set.pods.map(({ name, state }) => `${name} ${state}`);
const allReady = () =>
  eventually('all pods ready', 8000, () => set.pods.every(({ state }) => state === 'ready'));
const uids = () => set.pods.map(({ plan }) => plan.uid);
const changes = () => news.map(({ pod, state }) => `${pod.name} ${state}`);
const namesBehind = async (url: string, times: number) => {
  const names = new Set<unknown>();
  for (let n = 0; n < times; n++) {
    const { headers, body } = await request(url);
    await body.dump();
    names.add(headers['x-pod']);
  }
  return [...names].sort();
};

beforeAll(async () => {
  ground = new Ground(['clock']);
  const { builds, dataDir } = ground;
  const basePort = await freeBasePort(replicas);
  const options = { replicas, basePort, dataDir, builds, drainSeconds: 0.1, sidecars: false };
  await preflight(options);
  local = new LocalSet(options, process.env, {
    onNews: (item) => void news.push(item),
    onAllReady: () => undefined,
  });
  set = local.setOf('clock');
  news = [];
  await local.start();
});

beforeEach(async () => {
  await allReady();
  news = [];
});

afterAll(async () => {
  local.kill();
  await local.stop();
  ground.remove();
});

describe('a StatefulSet of processes', () => {
  it('scales down from the highest ordinal, and up again under the same names with other UIDs', async () => {
    const before = uids();
    await set.scale(1);
    expect(states()).toEqual(['clock-0 ready']);
    expect(changes().filter((change) => change.endsWith('stopping'))).toEqual([
      'clock-2 stopping',
      'clock-1 stopping',
    ]);
    expect(news.find(({ state }) => state === 'stopped')?.exit).toEqual({ code: 0, signal: null });
    await set.scale(3);
    await allReady();
    expect(states()).toEqual(['clock-0 ready', 'clock-1 ready', 'clock-2 ready']);
    expect(uids().map((uid, ordinal) => uid === before[ordinal])).toEqual([true, false, false]);
  });

  it('rolls from the highest ordinal, each ready before the next one goes', async () => {
    const before = uids();
    await set.roll();
    expect(changes().filter((change) => / (ready|stopping)$/.test(change))).toEqual(
      [2, 1, 0].flatMap((ordinal) => [`clock-${ordinal} stopping`, `clock-${ordinal} ready`]),
    );
    expect(uids().filter((uid) => before.includes(uid))).toEqual([]);
  });

  it('ends one process with a signal: the pod stays, with its UID', async () => {
    const before = uids();
    expect(await set.signal(1, 'SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
    expect(set.pods[1]?.state).not.toBe('ready');
    await set.pods[1]?.ready();
    expect(uids()).toEqual(before);
    expect(news.find(({ exit }) => exit)).toMatchObject({ state: 'restarting', exit: { signal: 'SIGKILL' } });
  });

  it('puts a second pod on a claim, sends no client to it, and takes it away', async () => {
    const second = set.addSecondWriter(0);
    await second.ready();
    expect(second.plan).toMatchObject({ name: 'clock-0-second', dataDir: set.pods[0]?.plan.dataDir });
    expect(set.pods).toHaveLength(3);
    const url = set.url.replace('localhost', '127.0.0.1');
    expect(await namesBehind(url, 6)).toEqual(['clock-0', 'clock-1', 'clock-2']);
    await set.removeSecondWriter(second);
    expect([second.state, second.pids]).toEqual(['stopped', []]);
  });

  it('starts no pod any more once the set stops', async () => {
    const rolled = set.roll().catch((error: Error) => error.message);
    await local.stop();
    expect(await rolled).toBe('clock-2 stops: it will not be ready.');
    expect(local.pods.flatMap(({ pids }) => pids)).toEqual([]);
  });
});
