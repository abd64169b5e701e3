import { checkVolume, readLines, readVisits, readVolume } from '../src/index';
import { encodeCommit } from '../src/format/commit';
import { formatLine } from '../src/format/record';
import { SimulatedDisk } from '../src/testing';
import { opened, SWIFT } from './harness';

const at = '2026-11-21T13:45:04.123Z';
const commit = (first: number, visits = 1): Buffer =>
  encodeCommit(Array.from({ length: visits }, (_, index) => formatLine(at, first + index, 'v')));

async function linesOf(disk: SimulatedDisk, after?: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of readLines(disk.mount(), after)) lines.push(line);
  return lines;
}

const countsOf = (lines: readonly string[]): number[] => lines.map((line) => Number(line.split(' ')[1]));

test('what nobody was answered for is no line: the tail of a commit, and a commit that still may fail', async () => {
  const disk = new SimulatedDisk();
  disk.place('visits.log', Buffer.concat([commit(1, 2), commit(3, 2).subarray(0, -5)]));
  disk.place('visits.txt', '2\n');
  expect(countsOf(await linesOf(disk))).toEqual([1, 2]);
  expect(await checkVolume(disk.mount())).toMatchObject({ visits: 2, lines: 2, damage: [] });

  disk.place('visits.log', Buffer.concat([commit(1, 2), commit(3, 2)]));
  const lock = await disk.mount().open('LOCK', 'create');
  lock.tryLock({ offset: 1, length: 1 });
  expect(countsOf(await linesOf(disk))).toEqual([1, 2]);
  expect((await readVisits(disk.mount(), { limit: 9 })).items).toHaveLength(2);
  disk.place('visits.txt', '4\n');
  expect(countsOf(await linesOf(disk))).toEqual([1, 2, 3, 4]);
});

test('a page begins behind the count that is asked for, also within a commit and over both files', async () => {
  const disk = new SimulatedDisk();
  disk.place('visits.log.1', Buffer.concat([commit(1, 3), commit(4, 3)]));
  disk.place('visits.log', commit(7, 3));
  for (const after of [0, 1, 3, 5, 6, 8, 9, 99])
    expect(countsOf(await linesOf(disk, after))).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9].filter((n) => n > after),
    );
});

test('damaged places show what they hold, between the commits around them', async () => {
  const disk = new SimulatedDisk();
  disk.place(
    'visits.log',
    Buffer.concat([commit(1), Buffer.from('some\nnotes\n'), commit(2), Buffer.from('more\n')]),
  );
  disk.place('visits.txt', '2\n');
  const [first, ...others] = await linesOf(disk);
  expect(countsOf([first as string])).toEqual([1]);
  expect(others.map((line) => line.slice(0, 27))).toEqual(['some', 'notes', `${at} 2 `, 'more']);
  expect(countsOf(await linesOf(disk, 0))).toEqual([1, 2]);
});

describe('a log that a power cut filled with NULs', () => {
  const MIB = 1_048_576;

  async function bytesRead(
    mebibytes: number,
    use: (disk: SimulatedDisk) => Promise<unknown>,
  ): Promise<number> {
    const disk = new SimulatedDisk();
    disk.place('visits.log', Buffer.concat([commit(1), Buffer.alloc(mebibytes * MIB)]));
    disk.place('visits.txt', '1\n');
    let bytes = 0;
    disk.onRead = (got) => (bytes += got);
    await use(disk);
    return bytes;
  }

  test.each<[string, (disk: SimulatedDisk) => Promise<unknown>]>([
    ['a reading', (disk) => readVolume(disk.mount())],
    ['a check', (disk) => checkVolume(disk.mount())],
    ['the history', (disk) => readVisits(disk.mount(), { limit: 10 })],
    ['the lines', (disk) => linesOf(disk)],
    [
      'an opening',
      async (disk) => (await opened(disk.mount(), { timings: { ...SWIFT, checkMs: 2 ** 30 } })).close(),
    ],
  ])('costs %s as many bytes more as it is longer', async (_, use) => {
    const [small, middle, large] = [
      await bytesRead(2, use),
      await bytesRead(4, use),
      await bytesRead(8, use),
    ];
    expect(large - middle).toBeLessThanOrEqual(2.1 * (middle - small));
    expect(large).toBeLessThan(12 * 8 * MIB);
  });

  test('its lines come in pieces that are bounded: what is held of it is never copied again', async () => {
    const disk = new SimulatedDisk();
    disk.place('visits.log', Buffer.concat([Buffer.alloc(4 * MIB), Buffer.from('\n'), commit(2)]));
    const lines = await linesOf(disk);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(MIB + 65_536);
    expect(lines.reduce((sum, { length }) => sum + length, 0)).toBeGreaterThan(4 * MIB);
  });
});

test('marks without end cost a search no more than their length', async () => {
  // Each line ends as a commit of many lines does: a search that went back for each of them would never end.
  const marks = Buffer.from(`${at} 5 v #99999:00000000\n`.repeat(20_000));
  const disk = new SimulatedDisk();
  disk.place('visits.log', Buffer.concat([commit(1), marks]));
  disk.place('visits.txt', '1\n');
  expect((await readVolume(disk.mount())).damage).toMatchObject([
    { offset: commit(1).length, length: marks.length },
  ]);
  expect((await checkVolume(disk.mount())).damage).toHaveLength(1);
});
