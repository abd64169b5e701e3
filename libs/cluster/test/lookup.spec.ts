import { Lookup } from '../src/lookup';
import { PeerTable } from '../src/peer-table';
import type { Discovered, Time } from '../src/ports';

const time: Time = {
  now: () => 0,
  monotonic: () => 0,
  sleep: () => new Promise(() => undefined),
};

const lookedUp = async (...answers: Discovered[]) => {
  const table = new PeerTable();
  const find = async () => answers.shift() as Discovered;
  const lookup = new Lookup({ expected: true, find }, table, time, () => undefined);
  while (answers.length > 0) await lookup.run();
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

test('a look-up that failed as a whole takes nobody away', async () => {
  const { lookup, origins } = await lookedUp({ siblings: [one], failure: null }, { siblings: [], failure });
  expect(origins).toEqual([one.origin]);
  expect(lookup.failure).toEqual(failure);
});
