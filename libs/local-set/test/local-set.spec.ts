import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { freeBasePort, LocalSet, type LocalOptions, type PodNews, preflight } from '../src';
import { eventually } from '@visits/testing/eventually';
import { Ground } from '../src/testing';

const replicas = { clock: 3, calculator: 0 };
let ground: Ground;
let options: LocalOptions;
let set: LocalSet;
let url: string;
let news: string[];

const state = (name: string) => set.pods.find((pod) => pod.name === name)?.state;
const pod = (name: string) => set.pods.find((one) => one.name === name) as (typeof set.pods)[number];
const allReady = () =>
  eventually('all pods ready', 8000, () => set.pods.every(({ state }) => state === 'ready'));
const get = async (address: string, dispatcher?: Agent) => {
  const { statusCode, headers, body } = await request(address, { dispatcher });
  return {
    status: statusCode,
    pod: headers['x-pod'] as string,
    pid: Number(headers['x-pid']),
    text: await body.text(),
  };
};

/** One set for all tests; each leaves it ready, and the last one stops it. */
beforeAll(async () => {
  ground = new Ground();
  const { builds, dataDir } = ground;
  options = { replicas, basePort: await freeBasePort(replicas), dataDir, builds, drainSeconds: 0.3 };
  await preflight(options);
  news = [];
  const onNews = (item: PodNews) => news.push(`${item.pod.name} ${item.note ?? item.state}`);
  set = new LocalSet(options, process.env, { onNews, onAllReady: () => news.push('all ready') });
  await set.start();
  url = set.sets[0]?.url.replace('localhost', '127.0.0.1') as string;
  await allReady();
});

afterAll(async () => {
  set.kill();
  await set.stop();
  ground.remove();
});

describe('local set', () => {
  it('starts every pod with its own name, port, directory and sidecar, and says once that all are ready', async () => {
    const names = new Set<string>();
    for (let n = 0; n < 3; n++) names.add((await get(url)).pod);
    expect([...names].sort()).toEqual(['clock-0', 'clock-1', 'clock-2']);
    expect((await get(`http://127.0.0.1:${options.basePort + 111}/healthz`)).pod).toBe('clock-1');
    expect(news.filter((line) => line === 'all ready')).toHaveLength(1);
    expect(readFileSync(join(options.dataDir, 'logs', 'clock-2.log'), 'utf8')).toBe('clock-2 listens\n');
  });

  it('brings a killed pod back and ready within three seconds, and the sidecar too', async () => {
    const [app, sidecar] = pod('clock-1').pids as [number, number];
    process.kill(app, 'SIGKILL');
    process.kill(sidecar, 'SIGKILL');
    await eventually('the exit to be seen', 3000, () => pod('clock-1').restarts === 1);
    await eventually('clock-1 ready again', 3000, () => state('clock-1') === 'ready');
    expect(pod('clock-1').pids).toHaveLength(2);
    expect((await get(pod('clock-1').plan.origin)).pid).not.toBe(app);
    await eventually('its sidecar', 8000, () =>
      get(`http://127.0.0.1:${options.basePort + 111}/`).then(
        () => true,
        () => false,
      ),
    );
    expect(news).toContainEqual('clock-1 was ended by SIGKILL, restarting');
    const logged = readFileSync(join(options.dataDir, 'logs', 'clock-1.log'), 'utf8').split('\n');
    expect(JSON.parse(logged.find((line) => line.includes('SIGKILL')) ?? 'null')).toMatchObject({
      ...{ level: 'warn', pod: 'clock-1', msg: expect.stringContaining('was ended by SIGKILL, restarting') },
    });
  });

  it('takes a dead pod out of the balancer at its end, before a probe has failed', async () => {
    const before = news.length;
    process.kill(pod('clock-0').pids[0] as number, 'SIGKILL');
    await eventually('the exit to be seen', 8000, () => state('clock-0') !== 'ready');
    const [first] = news.slice(before).filter((line) => line.startsWith('clock-0 '));
    expect(first).toBe('clock-0 was ended by SIGKILL, restarting');
    for (let n = 0; n < 10; n++) expect((await get(url)).status).toBe(200);
    await allReady();
  });

  it('sends nothing to an unready pod, and does not restart it', async () => {
    const { restarts } = pod('clock-0');
    await get(`${pod('clock-0').plan.origin}/become?ready=no`);
    await eventually('clock-0 unready', 8000, () => state('clock-0') === 'unready');
    for (let n = 0; n < 10; n++) expect((await get(url)).pod).not.toBe('clock-0');
    await get(`${pod('clock-0').plan.origin}/become?ready`);
    await eventually('clock-0 ready', 8000, () => state('clock-0') === 'ready');
    expect(pod('clock-0').restarts).toBe(restarts);
  });

  it('restarts a pod that is no longer live', async () => {
    const { restarts } = pod('clock-0');
    const { pid } = await get(`${pod('clock-0').plan.origin}/become?live=no`);
    await eventually('clock-0 restarted', 8000, () => pod('clock-0').restarts === restarts + 1);
    await allReady();
    expect((await get(pod('clock-0').plan.origin)).pid).not.toBe(pid);
  });

  it('leaves a paused pod to whoever resumes it, and stops it all the same', async () => {
    const { restarts, pid } = pod('clock-0');
    process.kill(pid as number, 'SIGSTOP');
    await eventually('clock-0 unready', 8000, () => news.includes('clock-0 unready: its process is paused'));
    // Three probes of three seconds each would have ended it.
    await delay(10_000);
    process.kill(pid as number, 'SIGCONT');
    await allReady();
    expect(pod('clock-0')).toMatchObject({ pid, restarts });
    process.kill(pid as number, 'SIGSTOP');
    const before = performance.now();
    const replaced = await set.setOf('clock').replace(0);
    // One that hears no SIGTERM is killed after 30 s.
    expect(performance.now() - before).toBeLessThan(20_000);
    await replaced.ready();
  }, 60_000);

  it('forgives a pod that was just resumed what it was asked in its pause', async () => {
    const { restarts, pid, plan } = pod('clock-0');
    process.kill(pid as number, 'SIGSTOP');
    const notLive = get(`${plan.origin}/become?live=no`);
    // Two probes of three seconds each end within the pause, and the third one, which decides, behind it.
    await delay(7_000);
    process.kill(pid as number, 'SIGCONT');
    await notLive;
    await delay(2_000);
    await get(`${plan.origin}/become?live=yes`);
    await allReady();
    expect(pod('clock-0')).toMatchObject({ pid, restarts });
  }, 30_000);

  it('logs what its balancer refuses, with the code', async () => {
    for (const name of ['clock-0', 'clock-1', 'clock-2'])
      await get(`${pod(name).plan.origin}/become?ready=no`);
    await eventually('nobody ready', 8000, () => set.pods.every(({ state }) => state === 'unready'));
    expect((await get(`${url}/visits?who=me`)).status).toBe(503);
    const file = join(options.dataDir, 'logs', 'clock-balancer.log');
    const [line = ''] = readFileSync(file, 'utf8').split('\n');
    expect(JSON.parse(line)).toMatchObject({
      ...{ level: 'warn', pod: 'clock-balancer', msg: 'request' },
      ...{ method: 'GET', path: '/visits', status: 503, code: 'no-ready-pod' },
    });
    for (const name of ['clock-0', 'clock-1', 'clock-2']) await get(`${pod(name).plan.origin}/become?ready`);
    await allReady();
  });

  it('waits longer before each restart of a pod that keeps crashing', async () => {
    const ends = () => news.filter((line) => line.startsWith('clock-2 exited with code 3'));
    const wanted = ['restarting', 'restarting in 0.25 s', 'restarting in 0.5 s'].map(
      (then) => `clock-2 exited with code 3 saying "I was told to", ${then}`,
    );
    // One that a busy machine let run for two seconds begins anew.
    await eventually('three in a row', 25_000, async () => {
      const before = ends().length;
      await eventually('clock-2 up', 8000, () => state('clock-2') === 'ready');
      await get(`${pod('clock-2').plan.origin}/become?exit=3`).catch(() => undefined);
      await eventually('its end', 8000, () => ends().length > before);
      return ends().slice(-3).join('\n') === wanted.join('\n');
    });
  });

  it('keeps its roster when another set finds the ports taken: both may have looked before either listened', async () => {
    const events = { onNews: () => undefined, onAllReady: () => undefined };
    const late = new LocalSet(options, process.env, events);
    await expect(late.start()).rejects.toMatchObject({ code: 'port-busy' });
    await late.stop();
    expect(existsSync(join(options.dataDir, 'local.json'))).toBe(true);
  });

  it('refuses a directory that has pods of a set that was killed, and names them', async () => {
    const roster = join(options.dataDir, 'local.json');
    const { pods } = JSON.parse(readFileSync(roster, 'utf8')) as { pods: object };
    writeFileSync(roster, JSON.stringify({ pid: 2 ** 22 + 1, pods }));
    await expect(preflight(options)).rejects.toMatchObject({
      code: 'pods-left',
      message: expect.stringContaining('left clock-0, clock-1, clock-2 running'),
      action: expect.stringContaining(String(pod('clock-0').pids[0])),
    });
  });

  it('stops under load without failing an accepted request, highest ordinal first', async () => {
    const answers: number[] = [];
    // Each client keeps one connection, as long as it is welcome; some think before they ask again.
    const client = async (thinkMs: number) => {
      const agent = new Agent({ connections: 1 });
      for (let leaving = false; !leaving;) {
        const { statusCode, headers, body } = await request(`${url}/slow?ms=5`, { dispatcher: agent });
        await body.dump();
        answers.push(statusCode);
        leaving = headers.connection === 'close';
        if (!leaving) await delay(thinkMs);
      }
      await agent.close();
    };
    const clients = Promise.all(Array.from({ length: 16 }, (_, n) => client(n < 8 ? 0 : n * 16)));
    await eventually('load', 8000, () => answers.length > 100);
    const pids = set.pods.flatMap((each) => each.pids);
    await set.stop();
    await clients;
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(news.filter((line) => /clock-\d stopping/.test(line)).slice(-3)).toEqual(
      [2, 1, 0].map((n) => `clock-${n} stopping`),
    );
    expect(pids.filter((pid) => isRunning(pid))).toEqual([]);
  });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
