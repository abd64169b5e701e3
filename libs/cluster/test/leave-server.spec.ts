import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { LeaveServer } from '../src/exchange/leave-server';
import type { LeaveOutcome } from '../src/exchange/transport';
import type { LeaveMessage, SiblingAnswer } from '../src/replicas/replica-schema';

const set = { service: 'clock', namespace: 'visits', headless: 'clock-headless', name: 'clock' };
const entry = { visits: 3, pod: 'clock-1', ordinal: 1, seenAt: 1, final: true };
const message = { format: 1, set, pod: 'clock-1', ordinal: 1, boot: 'b', replica: 'id-1', entry };

let heard: { message: LeaveMessage; from: string }[];
let outcome: LeaveOutcome;
let server: LeaveServer;
let origin: string;

/** What a leaving pod says of itself, and what it makes of what it hears. */
const pod = {
  answer: (): SiblingAnswer => ({
    ...{
      format: 1,
      set,
      pod: 'clock-0',
      ordinal: 0,
      boot: 'a',
      replica: 'id-0',
      settled: true,
      stopping: true,
    },
    replicas: new Map([['id-0', { ...entry, pod: 'clock-0', ordinal: 0 }]]),
  }),
  hear: async (said: LeaveMessage, from: string): Promise<LeaveOutcome> => {
    heard.push({ message: said, from });
    return outcome;
  },
};

async function freeAddress(): Promise<AddressInfo> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return address;
}

beforeEach(async () => {
  heard = [];
  outcome = 'stopping';
  const address = await freeAddress();
  server = (await LeaveServer.listen(address, pod)) as LeaveServer;
  origin = `http://127.0.0.1:${address.port}`;
});
afterEach(() => server.close());

const post = (body: string) => fetch(`${origin}/replicas`, { method: 'POST', body });

it('gives siblings the map with the final count', async () => {
  const answer = await fetch(`${origin}/replicas`);
  expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
  expect(await answer.json()).toMatchObject({ stopping: true, replicas: { 'id-0': { final: true } } });
});

it('hears a leave message, and says that it stops as well', async () => {
  expect((await post(JSON.stringify(message))).status).toBe(202);
  expect(heard).toEqual([{ message, from: '127.0.0.1' }]);
  outcome = 'not-taken';
  expect((await post(JSON.stringify(message))).status).toBe(403);
});

it.each([
  ['no JSON', 'no'],
  ['no leave message', '{}'],
  ['more than a leave message can be', JSON.stringify({ ...message, more: 'x'.repeat(100_000) })],
])('refuses %s', async (_, body) => {
  expect((await post(body)).status).toBe(400);
  expect(heard).toEqual([]);
});

it.each([
  ['GET', '/'],
  ['POST', '/calculations'],
  ['PUT', '/replicas'],
])('answers a visitor with 503: %s %s', async (method, path) => {
  const answer = await fetch(origin + path, { method });
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('1');
  expect([answer.headers.get('x-pod'), answer.headers.get('x-boot')]).toEqual(['clock-0', 'a']);
  expect(await answer.json()).toMatchObject({
    code: 'unavailable',
    detail: expect.stringContaining('not counted'),
  });
});

it('is none where somebody else has the address by now', async () => {
  const taken = { address: '127.0.0.1', port: Number(new URL(origin).port), family: 'IPv4' };
  expect(await LeaveServer.listen(taken, pod)).toBeNull();
});
