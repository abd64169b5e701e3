import { SimulatedDisk } from '@visits/persistence/testing';
import { DurableMap } from '../src/replicas/durable-map';
import { MAX_REPLICAS, type ReplicaEntry, type ReplicaMap } from '../src/replicas/replica-map';
import { MachineTime, Scheduler } from './scheduler';

let disk: SimulatedDisk;
let scheduler: Scheduler;
let self: { replica: string | null; visits: number; base: number; open: boolean };

const said = (visits: number, final = false): ReplicaEntry => ({
  visits,
  pod: 'clock-1',
  ordinal: 1,
  seenAt: 1,
  final,
});
const heard = (replicas: Record<string, ReplicaEntry>): ReplicaMap => new Map(Object.entries(replicas));
const newMap = (): DurableMap =>
  new DurableMap({
    volume: disk.mount(),
    self: () => self,
    member: {
      set: { service: 'clock', namespace: '', headless: '' },
      pod: 'clock-0',
      ordinal: 0,
      boot: 'b',
    },
    time: new MachineTime(scheduler, () => false, 0, 0),
  });
const opened = async (): Promise<DurableMap> => {
  const map = newMap();
  await map.load();
  return map;
};
const content = (): { replicas: Record<string, ReplicaEntry> } =>
  JSON.parse(String(disk.content('peers.json')));

beforeEach(() => {
  disk = new SimulatedDisk();
  scheduler = new Scheduler();
  self = { replica: 'own', visits: 3, base: 0, open: true };
});

test('what was heard is shown once it is on the volume, and not before', async () => {
  const map = await opened();
  map.learn(heard({ other: said(5) }));
  expect(map.shown.has('other')).toBe(false);
  expect(map.isBehind).toBe(true);
  expect(await map.persist(true)).toBe(true);
  expect(map.shown.get('other')).toEqual(said(5));
  expect(map.isBehind).toBe(false);
  disk.powerCut();
  expect((await opened()).shown.get('other')).toEqual(said(5));
});

test.each(['open', 'write', 'sync', 'rename', 'syncDirectory', 'stat'] as const)(
  'where the volume refuses %s nothing changes but the reason, and nothing is left lying about',
  async (operation) => {
    const map = await opened();
    map.learn(heard({ other: said(5) }));
    await map.persist(true);
    disk.fault = (call) => (call.operation === operation ? { kind: 'error', code: 'ENOSPC' } : undefined);
    map.learn(heard({ other: said(9), third: said(1) }));
    scheduler.now += 1000;
    expect(await map.persist(true)).toBe(false);
    expect(map.shown.get('other')).toEqual(said(5));
    expect(map.shown.has('third')).toBe(false);
    expect(map.problem).toMatchObject({ code: 'ENOSPC', action: expect.any(String) });
    expect(disk.names).toEqual(['peers.json']);
    disk.fault = null;
    scheduler.now += 1000;
    expect(await map.persist(true)).toBe(true);
    expect(map.problem).toBeNull();
    expect(map.shown.get('third')).toEqual(said(1));
  },
);

test('it is written at most once a second, and only for a change that somebody sees', async () => {
  const map = await opened();
  await map.persist(true);
  const { calls } = disk;
  map.learn(heard({ own: { ...said(3), seenAt: 1e12, pod: 'clock-0' } }));
  scheduler.now += 5000;
  expect(await map.persist(true)).toBe(true);
  expect(disk.calls).toBe(calls);
  map.learn(heard({ other: said(1) }));
  expect(await map.persist(true)).toBe(true);
  map.learn(heard({ other: said(2) }));
  scheduler.now += 999;
  expect(await map.persist(true)).toBe(false);
  expect(content().replicas['other']?.visits).toBe(1);
  scheduler.now += 1;
  expect(await map.persist(true)).toBe(true);
  expect(content().replicas['other']?.visits).toBe(2);
});

test('what was heard while it was being written is written too', async () => {
  const map = await opened();
  let go: () => void = () => undefined;
  const until = new Promise<void>((resolve) => (go = resolve));
  disk.fault = ({ operation }) => (operation === 'rename' ? { kind: 'hang', until } : undefined);
  map.learn(heard({ other: said(5, true) }));
  const first = map.persist(false);
  while (!disk.names.includes('peers.json.new')) await new Promise(setImmediate);
  map.learn(heard({ third: said(7, true) }));
  const last = map.persist(false, true);
  disk.fault = null;
  go();
  expect([await first, await last]).toEqual([true, true]);
  expect(Object.keys(content().replicas).sort()).toEqual(['other', 'own', 'third']);
});

test('peers.json is neither read nor written before the journal is open', async () => {
  self = { replica: null, visits: 0, base: 0, open: false };
  const map = await opened();
  expect([map.isLoaded, await map.persist(true), disk.calls]).toEqual([false, false, 0]);
});

test('nothing is written while the journal is not open: the lock may be somebody else’s', async () => {
  const map = await opened();
  self = { ...self, open: false };
  const { calls } = disk;
  expect([await map.persist(true), disk.calls]).toEqual([false, calls]);
});

test('a foreign peers.json is set aside with its bytes, and reported', async () => {
  disk.place('peers.json', 'shopping list');
  const map = await opened();
  expect(map.problem).toMatchObject({ code: 'map-foreign' });
  expect(map.isSettled).toBe(false);
  await map.persist(true);
  expect(String(disk.content('peers.json.foreign'))).toBe('shopping list');
  expect(content().replicas['own']?.visits).toBe(3);
});

test('a newer peers.json stays as it is, and no total is known', async () => {
  disk.place('peers.json', '{"format":2}');
  const map = await opened();
  expect(map.isLoaded).toBe(false);
  expect(await map.persist(true)).toBe(false);
  expect(map.problem).toMatchObject({
    code: 'map-format-unknown',
    action: expect.stringContaining('version'),
  });
  expect(String(disk.content('peers.json'))).toBe('{"format":2}');
  expect(disk.names).toEqual(['peers.json']);
});

test('what another process wrote meanwhile is merged, not written over', async () => {
  const map = await opened();
  await map.persist(true);
  disk.place(
    'peers.json',
    JSON.stringify({ format: 1, settled: true, self: null, replicas: { other: said(7) } }),
  );
  map.learn(heard({ third: said(1) }));
  scheduler.now += 1000;
  await map.persist(true);
  expect(Object.keys(content().replicas).sort()).toEqual(['other', 'own', 'third']);
});

test('our own count is nobody else’s word; more of it means that the volume fell back', async () => {
  const map = await opened();
  map.learn(heard({ own: said(8) }));
  expect(map.own()?.entry.visits).toBe(3);
  expect(map.isRolledBack).toBe(false); // not before it is durable
  await map.persist(true);
  expect(map.isRolledBack).toBe(true);
  expect(content().replicas['own']?.visits).toBe(8);
});

test('an id is announced once peers.json has it', async () => {
  const map = await opened();
  expect(map.announced).toBeNull();
  await map.persist(true);
  expect(map.announced).toBe('own');
  self = { replica: 'new', visits: 0, base: 3, open: true };
  expect(map.announced).toBeNull();
  expect(map.shown.get('own')).toMatchObject({ visits: 3 });
  scheduler.now += 1000;
  await map.persist(true);
  self = { replica: 'newest', visits: 0, base: 7, open: true };
  expect(map.shown.get('new')).toMatchObject({ visits: 4 });
});

test('our latest word wins, also when the clock went back', async () => {
  const map = await opened();
  map.learn(heard({ own: { ...said(3, true), seenAt: 4e12 } }));
  expect(map.own()?.entry).toMatchObject({ seenAt: 4e12 + 1, final: false });
});

test('beyond 10,000 replicas new ones are refused, and known ones still merge', async () => {
  const map = await opened();
  const many = Object.fromEntries(Array.from({ length: MAX_REPLICAS }, (_, n) => [`r${n}`, said(1)]));
  expect(map.learn(heard(many))).toBe(0);
  expect(map.learn(heard({ one: said(1), more: said(1), r7: said(9) }))).toBe(2);
  expect(map.known.size).toBe(MAX_REPLICAS);
  expect(map.known.get('r7')).toEqual(said(9));
  await map.persist(true);
  const again = await opened();
  expect(again.known.get('own')).toMatchObject({ visits: 3 }); // there is always room for ourselves
});
