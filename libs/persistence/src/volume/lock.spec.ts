import { Journal } from '../journal/journal';
import { isServed, Lock, readHolder, type Holder } from './lock';
import { SimulatedDisk } from '../testing';

const holder: Holder = { pod: 'clock-0', boot: 'b-1', pid: 7, since: '2026-11-21T13:45:04.123Z' };
const SERVING = { offset: 1, length: 1 };
const take = async (disk: SimulatedDisk): Promise<Lock> => {
  const lock = await Lock.take(disk.mount(), holder);
  if (!lock) throw new Error('not taken');
  return lock;
};

test('one takes it, the next one gets null, and LOCK says who has it', async () => {
  const disk = new SimulatedDisk();
  const lock = await take(disk);
  expect(await Lock.take(disk.mount(), { ...holder, pod: 'clock-1' })).toBeNull();
  expect(await readHolder(disk.mount())).toEqual(holder);
  await lock.release();
  expect(await Lock.take(disk.mount(), holder)).not.toBeNull();
});

test('a longer word of an earlier holder is not left behind a shorter one', async () => {
  const disk = new SimulatedDisk();
  disk.place('LOCK', JSON.stringify({ ...holder, pod: 'p'.repeat(500) }));
  await take(disk);
  expect(await readHolder(disk.mount())).toEqual(holder);
});

test.each([
  ['remove', (disk: SimulatedDisk) => disk.remove('LOCK')],
  ['replace', (disk: SimulatedDisk) => disk.place('LOCK', '')],
])('a LOCK that somebody could %s just before it was held is not held', async (_, meddle) => {
  const disk = new SimulatedDisk();
  let done = false;
  disk.fault = ({ operation, name }) => {
    if (operation === 'stat' && name === 'LOCK' && !done) {
      done = true;
      meddle(disk);
    }
    return undefined;
  };
  expect(await Lock.take(disk.mount(), holder)).toBeNull();
  expect(disk.content('LOCK')?.length ?? 0).toBe(0);
  expect(await Lock.take(disk.mount(), holder)).not.toBeNull();
});

test('a LOCK that cannot be written is freed again', async () => {
  const disk = new SimulatedDisk();
  disk.fault = ({ operation }) => (operation === 'write' ? { kind: 'error', code: 'ENOSPC' } : undefined);
  await expect(Lock.take(disk.mount(), holder)).rejects.toMatchObject({ code: 'ENOSPC' });
  disk.fault = null;
  expect(await Lock.take(disk.mount(), holder)).not.toBeNull();
});

test('it is current until its path names another file, or none', async () => {
  const disk = new SimulatedDisk();
  const lock = await take(disk);
  expect(await lock.isCurrent()).toBe(true);
  disk.rename('LOCK', 'elsewhere');
  expect(await lock.isCurrent()).toBe(false);
  disk.place('LOCK', '');
  expect(await lock.isCurrent()).toBe(false);
});

test('a volume is served from the first written view on, not from the lock on', async () => {
  const disk = new SimulatedDisk();
  expect(await isServed(disk.mount())).toBe(false);
  const lock = await take(disk);
  expect(await isServed(disk.mount())).toBe(false);
  await lock.serve();
  await lock.serve(); // each opening of a journal asks for it
  expect(await isServed(disk.mount())).toBe(true);
  await lock.release();
  expect(await isServed(disk.mount())).toBe(false);
});

test('a reader’s look holds a writer up for an instant, and no longer', async () => {
  const disk = new SimulatedDisk();
  const lock = await take(disk);
  const look = await disk.mount().open('LOCK', 'read');
  look.tryLock({ ...SERVING, shared: true });
  let waited = 0;
  disk.fault = ({ operation }) => {
    if (operation === 'stat' && ++waited === 3) void look.close();
    return undefined;
  };
  await lock.serve();
  expect(waited).toBeGreaterThanOrEqual(3);
  expect(await isServed(disk.mount())).toBe(true);
});

test('a holder that never lets go is no reader: that is an error, not a hang', async () => {
  const disk = new SimulatedDisk();
  const lock = await take(disk);
  (await disk.mount().open('LOCK', 'read')).tryLock({ ...SERVING, shared: true });
  await expect(lock.serve()).rejects.toMatchObject({ code: 'EAGAIN' });
});

test.each(['', 'somebody', 'null', '{"pod":"clock-0"}', '{"pod":1,"boot":"b"}'])(
  'a LOCK that holds %j names nobody',
  async (content) => {
    const disk = new SimulatedDisk();
    disk.place('LOCK', content);
    expect(await readHolder(disk.mount())).toBeNull();
  },
);

test('a LOCK that is missing or cannot be read names nobody', async () => {
  const disk = new SimulatedDisk();
  expect(await readHolder(disk.mount())).toBeNull();
  disk.place('LOCK', JSON.stringify(holder));
  disk.fault = ({ operation }) => (operation === 'read' ? { kind: 'error', code: 'EIO' } : undefined);
  expect(await readHolder(disk.mount())).toBeNull();
});

test('a clean end leaves nobody’s name, durably; any other end is seen by the next boot', async () => {
  const disk = new SimulatedDisk();
  const killed = disk.mount();
  const first = await Lock.take(killed, holder);
  await first?.sync();
  disk.kill(killed);
  const second = await Lock.take(disk.mount(), { ...holder, boot: 'b-2' });
  expect(second?.unclean).toEqual(holder);
  await second?.release();
  disk.powerCut();
  const third = await Lock.take(disk.mount(), { ...holder, boot: 'b-3' });
  expect(third?.unclean).toBeNull();
});

test('a power cut after an opening is an unclean end', async () => {
  const disk = new SimulatedDisk();
  const journal = new Journal({ volume: disk.mount(), holder: { pod: 'p', boot: 'b-1', claim: '' } });
  const open = new Promise<void>((resolve) =>
    journal.onState((state) => void (state === 'open' && resolve())),
  );
  journal.start();
  await open;
  disk.powerCut();
  const next = await Lock.take(disk.mount(), { ...holder, boot: 'b-2' });
  expect(next?.unclean).toMatchObject({ pod: 'p', boot: 'b-1' });
});
