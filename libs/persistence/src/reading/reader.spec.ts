import { encodeCommit } from '../format/commit';
import { readVolume } from './reader';
import { formatLine } from '../format/record';
import { SimulatedDisk } from '../testing';

const time = (n: number): string => `2026-11-21T13:45:${`${n}`.padStart(2, '0')}.000Z`;
const commit = (first: number, size: number): Buffer =>
  encodeCommit(
    Array.from({ length: size }, (_, i) => formatLine(time(first + i), first + i, `v${first + i}`)),
  );

function diskWith(log: Buffer | string, view?: string): SimulatedDisk {
  const disk = new SimulatedDisk();
  disk.place('visits.log', log);
  if (view !== undefined) disk.place('visits.txt', view);
  return disk;
}

/** As a process that counts holds it. */
async function serve(disk: SimulatedDisk): Promise<void> {
  (await disk.mount().open('LOCK', 'create')).tryLock({ offset: 1, length: 1 });
}

const log = Buffer.concat([commit(1, 2), commit(3, 3)]);

test.each([
  ['the view before the newest commit', '2\n', 2, time(2)],
  ['a view inside of the newest commit', '4\n', 4, time(2)],
  ['the newest commit’s view', '5\n', 5, time(5)],
  ['a view of long ago', '1\n', 5, time(5)],
  ['no view', undefined, 5, time(5)],
  ['somebody’s text', 'five', 5, time(5)],
])('while a process counts, %s tells what was acknowledged', async (_, view, visits, updatedAt) => {
  const disk = diskWith(log, view);
  await serve(disk);
  expect(await readVolume(disk.mount())).toMatchObject({ visits, updatedAt, served: true, state: 'ok' });
});

test('the only commit may fail as well: its own time is all there is', async () => {
  const disk = diskWith(commit(1, 2), '0\n');
  await serve(disk);
  expect(await readVolume(disk.mount())).toMatchObject({ visits: 0, updatedAt: time(2), state: 'empty' });
});

test.each(['2\n', '4\n', undefined])(
  'while nobody counts, the last commit does, whatever the view (%j)',
  async (view) => {
    const reading = await readVolume(diskWith(log, view).mount());
    expect(reading).toMatchObject({ visits: 5, updatedAt: time(5), served: false });
  },
);

test('a view ahead of the log is the count, and damage once nothing moves', async () => {
  const reading = await readVolume(diskWith(log, '7\n').mount());
  expect(reading).toMatchObject({ visits: 7, updatedAt: time(5), damage: [{ file: 'visits.log' }] });
});

test('a writer that is ahead of each look is busy, not damaged', async () => {
  const disk = diskWith(commit(1, 1), '1\n');
  await serve(disk);
  let n = 1;
  let looks = 0;
  disk.fault = ({ operation, name }) => {
    if (operation !== 'open' || name !== 'visits.txt') return undefined;
    looks += 1;
    n += 1;
    const next = commit(n, 1);
    const inode = disk.find('visits.log');
    inode?.write(next, inode.size);
    disk.find('visits.txt')?.write(Buffer.from(`${n}\n`), 0);
    return undefined;
  };
  const reading = await readVolume(disk.mount());
  expect(looks).toBe(20);
  expect(reading).toMatchObject({ visits: n, damage: [], state: 'ok' });
});

test('a commit that ended between two looks is read by the second one', async () => {
  const disk = diskWith(commit(1, 1), '1\n');
  await serve(disk);
  let moved = false;
  disk.fault = ({ operation, name }) => {
    if (operation === 'open' && name === 'visits.txt' && !moved) {
      moved = true;
      disk.find('visits.log')?.write(commit(2, 1), commit(1, 1).length);
      disk.find('visits.txt')?.write(Buffer.from('2\n'), 0);
    }
    return undefined;
  };
  expect(await readVolume(disk.mount())).toMatchObject({ visits: 2, updatedAt: time(2), damage: [] });
});

test.each([
  ['nothing at all', undefined, undefined, 'missing', 0],
  ['an empty log', '', undefined, 'empty', 0],
  ['only a view', undefined, '9\n', 'ok', 9],
  ['a view of nothing', undefined, '0\n', 'empty', 0],
])('a volume with %s', async (_, content, view, state, visits) => {
  const disk = new SimulatedDisk();
  if (content !== undefined) disk.place('visits.log', content);
  if (view !== undefined) disk.place('visits.txt', view);
  expect(await readVolume(disk.mount())).toMatchObject({ state, visits, updatedAt: null, replica: null });
});

test('bytes that nobody understands, and nothing that tells a count, are no 0', async () => {
  await expect(readVolume(diskWith('GET / 200\n').mount())).rejects.toMatchObject({ code: 'damaged' });
});

test('an empty log after a rotation: the one before counts, and its size too', async () => {
  const disk = diskWith('', '5\n');
  disk.place('visits.log.1', log);
  expect(await readVolume(disk.mount())).toMatchObject({
    visits: 5,
    updatedAt: time(5),
    sizeBytes: log.length,
    damage: [],
  });
});

test('torn bytes are reported while nobody counts; while somebody does they are a commit on its way', async () => {
  const torn = commit(6, 1).subarray(0, 30);
  const disk = diskWith(Buffer.concat([log, torn]), '5\n');
  expect(await readVolume(disk.mount())).toMatchObject({ visits: 5, tornBytes: 30, damage: [] });
  await serve(disk);
  expect(await readVolume(disk.mount())).toMatchObject({ visits: 5, tornBytes: 0, damage: [] });
});
