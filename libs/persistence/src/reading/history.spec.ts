import { encodeCommit } from '../format/commit';
import { readVisits } from './history';
import { MAX_COMMIT_BYTES } from '../format/layout';
import { formatLine } from '../format/record';
import { SimulatedDisk } from '../testing';

const at = '2026-11-21T13:45:04.123Z';
const commits = (first: number, last: number): Buffer => {
  const parts: Buffer[] = [];
  for (let n = first; n <= last; n += 4) {
    const lines = Array.from({ length: Math.min(4, last - n + 1) }, (_, i) =>
      formatLine(at, n + i, `v${n + i}`),
    );
    parts.push(encodeCommit(lines));
  }
  return Buffer.concat(parts);
};
const COUNT = 40_000;
const long = commits(1, COUNT);

function diskWith(log: Buffer | string): SimulatedDisk {
  const disk = new SimulatedDisk();
  disk.place('visits.log', log);
  return disk;
}

const counts = async (disk: SimulatedDisk, after: number, limit = 3): Promise<number[]> =>
  (await readVisits(disk.mount(), { after, limit })).items.map(({ n }) => n);

test('a page from anywhere in a long log begins right behind `after`', async () => {
  const disk = diskWith(long);
  for (const after of [0, 1, 3, 4, 700, 9_999, 20_000, 31_415, COUNT - 2]) {
    const wanted = [after + 1, after + 2, after + 3].filter((n) => n <= COUNT);
    expect(await counts(disk, after)).toEqual(wanted);
  }
  expect(await counts(disk, COUNT)).toEqual([]);
});

test('a late page of a long log costs few reads: it is searched for, not scanned for', async () => {
  const disk = diskWith(long);
  let reads = 0;
  disk.fault = ({ operation }) => void (operation === 'read' && (reads += 1));
  expect(await counts(disk, COUNT - 5)).toEqual([COUNT - 4, COUNT - 3, COUNT - 2]);
  expect(long.length).toBeGreaterThan(20 * MAX_COMMIT_BYTES);
  expect(reads).toBeLessThan(16);
});

test('a search that falls into bytes that are not ours still finds each visit on both sides of them', async () => {
  const strange = Buffer.alloc(10 * MAX_COMMIT_BYTES, 'x');
  const half = COUNT / 2;
  for (const middle of [strange, Buffer.alloc(strange.length, 'not ours\n')]) {
    const disk = diskWith(
      Buffer.concat([commits(1, half), middle, Buffer.from('\n'), commits(half + 1, COUNT)]),
    );
    for (const after of [0, 100, half - 1, half, half + 1, COUNT - 3]) {
      expect(await counts(disk, after)).toEqual([after + 1, after + 2, after + 3]);
    }
  }
});

test('a count that damage repeats comes once', async () => {
  const disk = diskWith(Buffer.concat([commits(1, 8), commits(5, 12)]));
  expect(await counts(disk, 0, 100)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  expect(await counts(disk, 6, 2)).toEqual([7, 8]);
});

test('a log without one commit, behind one with some, has their history', async () => {
  const disk = diskWith('');
  disk.place('visits.log.1', commits(3, 6));
  const page = await readVisits(disk.mount(), { limit: 2 });
  expect(page).toMatchObject({ items: [{ n: 3 }, { n: 4 }], first: 3, next: 4 });
  expect(await readVisits(diskWith('').mount(), { limit: 2 })).toEqual({
    items: [],
    first: null,
    next: null,
  });
});

test('the visits of a commit that still may fail are no history', async () => {
  const disk = diskWith(commits(1, 8));
  disk.place('visits.txt', '4\n');
  const writer = disk.mount();
  const lock = await writer.open('LOCK', 'create');
  expect(lock.tryLock({ offset: 1, length: 1 })).toBe(true);
  expect(await readVisits(disk.mount(), { limit: 100 })).toMatchObject({
    items: [{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }],
    next: null,
  });
});

test('a volume that cannot be read is a ReadError', async () => {
  const disk = diskWith(commits(1, 4));
  disk.fault = ({ operation }) => (operation === 'read' ? { kind: 'error', code: 'EIO' } : undefined);
  await expect(readVisits(disk.mount(), { limit: 1 })).rejects.toMatchObject({
    name: 'ReadError',
    code: 'io-error',
  });
});

test('a page that ends before a time has the newest of what was counted before it', async () => {
  const timeOf = (n: number): string => new Date(Date.parse(at) + n * 10).toISOString();
  const log = Array.from({ length: 2000 }, (_, i) => encodeCommit([formatLine(timeOf(i + 1), i + 1, 'v')]));
  const disk = diskWith(Buffer.concat(log));
  const countsUntil = async (until: string): Promise<unknown> => {
    const { items, first, next } = await readVisits(disk.mount(), { until, limit: 2 });
    return [items.map(({ n }) => n), first, next];
  };
  expect(await countsUntil(timeOf(700))).toEqual([[698, 699], 1, 699]);
  expect(await countsUntil(timeOf(1))).toEqual([[], 1, null]);
  expect(await countsUntil('9999-12-31T23:59:59.999Z')).toEqual([[1999, 2000], 1, null]);
});
