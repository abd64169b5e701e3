import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import getPort from 'get-port';
import { type RunningService } from '../src/testing';
import { MAX_STREAMS } from '../src/total/total-streams';
import { eventually } from '@visits/testing/eventually';
import { PodSet, totalOf } from './running-set';
import { runningVisits } from './running-visits';

interface Watcher {
  readonly response: IncomingMessage;
  readonly closed: Promise<unknown>;
  text(): string;
  events(): { id: string; total: number; pod: string; replicas: unknown[] }[];
  leave(): void;
}

async function watch(pod: RunningService): Promise<Watcher> {
  const { port } = pod.shell.app.getHttpServer().address() as { port: number };
  const request = get({ host: '127.0.0.1', port, path: '/total/stream', agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  response.setEncoding('utf8').on('data', (part: string) => (text += part));
  response.on('error', () => undefined);
  return {
    response,
    closed: once(response, 'close'),
    text: () => text,
    events: () =>
      [...text.matchAll(/^event: total\nid: (\S+)\ndata: (.*)\n\n/gm)].map(([, id = '', data = '']) => ({
        id,
        ...(JSON.parse(data) as { total: number; pod: string; replicas: unknown[] }),
      })),
    leave: () => response.destroy(),
  };
}

/** One that knows its total. */
async function ready(env: Record<string, string> = {}): Promise<RunningService> {
  const pod = await runningVisits(env);
  await totalOf(pod, () => true);
  return pod;
}

it('begins with the total, and tells each change, wherever it happened', async () => {
  const set = await PodSet.of(2);
  const [one, two] = await set.startAll();
  await totalOf(one!, ({ exact, replicas }) => exact && replicas.length === 2);
  const watcher = await watch(one!);
  await eventually('the first event', 8000, () => watcher.events().length > 0);
  expect(watcher.events()[0]).toMatchObject({ total: 0, pod: 'clock-0' });
  await two!.visit(2);
  await eventually('the visits elsewhere', 8000, () => watcher.events().at(-1)?.total === 2);
  const ids = watcher.events().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(watcher.text()).toMatch(/^retry: 2000\n\n/);
  watcher.leave();
});

it('has the headers of every answer, and asks proxies not to hold it back', async () => {
  const pod = await ready();
  const { response, leave } = await watch(pod);
  expect(response.statusCode).toBe(200);
  expect(response.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-pod': 'clock-1',
    'x-boot': pod.shell.process.boot,
    'x-content-type-options': 'nosniff',
    'x-accel-buffering': 'no',
    connection: 'close',
  });
  leave();
});

it('waits in silence while the total is not known', async () => {
  const nobody = `http://127.0.0.1:${await getPort()}`;
  const watcher = await watch(await runningVisits({ PEERS: nobody }));
  await eventually('the beginning', 8000, () => watcher.text() !== '');
  expect(watcher.text()).toBe('retry: 2000\n\n');
  watcher.leave();
});

it('serves so many clients and no more; one that leaves makes room', async () => {
  const pod = await ready();
  const watchers = await Promise.all(Array.from({ length: MAX_STREAMS }, () => watch(pod)));
  const { body } = await pod.http.get('/total/stream').expect(503);
  expect(body).toMatchObject({ code: 'too-many-streams' });
  await pod.http.head('/total/stream').expect(200);
  watchers[0]?.leave();
  await eventually('room', 8000, async () => {
    const next = await watch(pod);
    next.leave();
    return next.response.statusCode === 200;
  });
  for (const watcher of watchers) watcher.leave();
});

it('ends when the drain begins, and one that comes then ends at once, so that its client goes elsewhere', async () => {
  const pod = await ready();
  const watcher = await watch(pod);
  await eventually('the first event', 8000, () => watcher.events().length > 0);
  pod.shell.drain.begin();
  await watcher.closed;
  expect(watcher.response.complete).toBe(true);
  const late = await watch(pod);
  await late.closed;
  expect([late.response.statusCode, late.text()]).toEqual([200, 'retry: 2000\n\n']);
});

it('does not keep the server from closing', async () => {
  const pod = await ready();
  const watcher = await watch(pod);
  const start = performance.now();
  await pod.stop();
  await watcher.closed;
  expect(watcher.response.complete).toBe(true);
  expect(performance.now() - start).toBeLessThan(4000);
});
