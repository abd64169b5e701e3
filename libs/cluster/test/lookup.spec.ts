import type { Discovered } from '../src/discovery/sibling';
import { Lookup } from '../src/exchange/lookup';
import { PeerTable } from '../src/exchange/peer-table';
import type { ClusterEvent } from '../src/exchange/peers-view';
import type { Time } from '../src/time';

let now = 0;
const time: Time = {
  now: () => now,
  monotonic: () => now,
  sleep: () => new Promise(() => undefined),
};

const lookedUp = async (...answers: Discovered[]) => {
  const table = new PeerTable();
  const find = async () => answers.shift() as Discovered;
  const lookup = new Lookup({ expected: true, find }, table, time, () => undefined);
  for (; answers.length > 0; now += 6_000) await lookup.run();
  return { lookup, origins: table.all.map(({ sibling }) => sibling.origin) };
};

const one = { key: 'one', pod: null, origin: 'http://10.0.0.1:80' };
const lost = { key: 'lost', pod: null, origin: null };
const failure = { reason: 'dns-not-found', detail: 'lost does not exist.' } as const;

test('one name of a list that has no address silences only itself', async () => {
  const { lookup, origins } = await lookedUp({ siblings: [one, lost], failure });
  expect(origins).toEqual([one.origin, null]);
  expect(lookup.failure).toEqual(failure);
});

test('an answer holds for 5 s, whatever becomes of the next questions', async () => {
  const events: ClusterEvent[] = [];
  const table = new PeerTable();
  const answers: Discovered[] = [{ siblings: [one], failure: null }];
  const find = async (): Promise<Discovered> => answers.shift() ?? { siblings: [], failure };
  now = 0;
  const lookup = new Lookup({ expected: true, find }, table, time, (event) => events.push(event));
  const reported = () => events.filter(({ kind }) => kind === 'discovery');
  for (; now <= 5_000; now += 1_000) {
    await lookup.run();
    expect([lookup.failure, lookup.problem, reported()]).toEqual([null, null, []]);
  }
  await lookup.run();
  expect(lookup.failure).toEqual(failure);
  expect(lookup.problem).toEqual(failure);
  expect(reported()).toEqual([{ kind: 'discovery', ...failure }]);
  answers.push({ siblings: [one], failure: null });
  await lookup.run();
  expect(reported()).toHaveLength(2);
  expect(reported()[1]).toEqual({ kind: 'discovery', reason: null, detail: null });
});

test('what a look-up that was given up says at last is of long ago', async () => {
  now = 0;
  const pending: ((found: Discovered) => void)[] = [];
  const find = (): Promise<Discovered> => new Promise((resolve) => void pending.push(resolve));
  const table = new PeerTable();
  const hasty: Time = { ...time, sleep: () => Promise.resolve() };
  const lookup = new Lookup({ expected: true, find }, table, hasty, () => undefined);
  await lookup.run();
  now = 5_000;
  await lookup.run();
  expect(pending).toHaveLength(2);
  pending[0]?.({ siblings: [one], failure: null });
  await lookup.run();
  expect([table.all, lookup.failure?.reason]).toEqual([[], 'dns-timeout']);
  pending[1]?.({ siblings: [one], failure: null });
  await lookup.run();
  expect([table.all.length, lookup.failure]).toEqual([1, null]);
});

test('before the first answer nothing is exact, but for 5 s that is no problem either', async () => {
  now = 0;
  const find = async (): Promise<Discovered> => ({ siblings: [], failure });
  const lookup = new Lookup({ expected: true, find }, new PeerTable(), time, () => undefined);
  expect(lookup.failure).not.toBeNull();
  await lookup.run();
  expect([lookup.failure, lookup.problem]).toEqual([failure, null]);
  now = 5_001;
  expect(lookup.problem).toEqual(failure);
});

test('a look-up that failed as a whole takes nobody away', async () => {
  const { lookup, origins } = await lookedUp({ siblings: [one], failure: null }, { siblings: [], failure });
  expect(origins).toEqual([one.origin]);
  expect(lookup.failure).toEqual(failure);
});
