import { encodeCommit } from '../format/commit';
import { formatLine } from '../format/record';
import { SimulatedDisk } from '../testing';
import { countsAt } from './counts-at';
import { readVisits } from './history';

const start = Date.parse('2026-11-21T13:00:00.000Z');
const timeOf = (n: number): string => new Date(start + n * 250).toISOString();
/** One visit each quarter of a second, a few to a commit. */
function commits(first: number, last: number, perCommit = 7): Buffer {
  const parts: Buffer[] = [];
  for (let n = first; n <= last; n += perCommit) {
    const size = Math.min(perCommit, last - n + 1);
    parts.push(
      encodeCommit(
        Array.from({ length: size }, (_, i) => formatLine(timeOf(n + i), n + i, `visit ${n + i}`)),
      ),
    );
  }
  return Buffer.concat(parts);
}
const COUNT = 30_000;
function diskOf(files: Record<string, Buffer>): SimulatedDisk {
  const disk = new SimulatedDisk();
  for (const [name, bytes] of Object.entries(files)) disk.place(name, bytes);
  return disk;
}
const places = [0, 1, 2, 7, 8, 700, 4_242, 15_000, 15_001, 29_993, COUNT];
const wantedBefore = (n: number): number => Math.max(0, n - 1);

test('each time has the number of visits before it, on a line, between two, before all and after all', async () => {
  const volume = diskOf({ 'visits.log': commits(1, COUNT) }).mount();
  const between = places.map((n) => new Date(start + n * 250 - 100).toISOString());
  expect((await countsAt(volume, places.map(timeOf))).counts).toEqual(places.map(wantedBefore));
  expect((await countsAt(volume, between)).counts).toEqual(places.map(wantedBefore));
  const ends = ['2000-01-01T00:00:00.000Z', '2999-01-01T00:00:00.000Z'];
  expect(await countsAt(volume, ends)).toEqual({
    counts: [0, COUNT],
    visits: COUNT,
    oldest: { n: 1, at: timeOf(1) },
  });
});

test('over a rotation, and with the oldest lines gone', async () => {
  const volume = diskOf({
    'visits.log.1': commits(5_001, 15_000),
    'visits.log': commits(15_001, COUNT),
  }).mount();
  const { counts, oldest } = await countsAt(volume, places.map(timeOf));
  expect(counts).toEqual(places.map((n) => Math.max(5_000, n - 1)));
  expect(oldest).toEqual({ n: 5_001, at: timeOf(5_001) });
});

test('sixty times of a long log cost few reads', async () => {
  const disk = diskOf({ 'visits.log': commits(1, COUNT) });
  let reads = 0;
  disk.fault = ({ operation }) => void (operation === 'read' && (reads += 1));
  const minutes = Array.from({ length: 60 }, (_, i) => timeOf(COUNT - (60 - i) * 240));
  const { counts } = await countsAt(disk.mount(), minutes);
  expect(counts).toEqual(Array.from({ length: 60 }, (_, i) => COUNT - (60 - i) * 240 - 1));
  expect(reads).toBeLessThan(150);
});

test('bytes that are not ours hide no visit behind them', async () => {
  for (const strange of [Buffer.alloc(300_000, 'x'), Buffer.alloc(300_000, 'not ours\n')]) {
    const log = Buffer.concat([commits(1, 15_000), strange, Buffer.from('\n'), commits(15_001, COUNT)]);
    const { counts } = await countsAt(diskOf({ 'visits.log': log }).mount(), places.map(timeOf));
    expect(counts).toEqual(places.map(wantedBefore));
  }
});

test('a volume without a log has counted nothing before any time', async () => {
  const disk = diskOf({ 'visits.txt': Buffer.from('0\n') });
  expect(await countsAt(disk.mount(), [timeOf(1)])).toEqual({ counts: [0], visits: 0, oldest: null });
});

test('a page can end with the newest visit or before a count, lie around one, or begin at a time', async () => {
  const volume = diskOf({ 'visits.log': commits(1, 100) }).mount();
  const countsOf = async (place: object): Promise<unknown> => {
    const { items, next } = await readVisits(volume, { limit: 3, ...place });
    return [...items.map(({ n }) => n), next];
  };
  expect(await countsOf({ before: Infinity })).toEqual([98, 99, 100, null]);
  expect(await countsOf({ before: 98 })).toEqual([95, 96, 97, 97]);
  expect(await countsOf({ before: 3 })).toEqual([1, 2, 2]);
  expect(await countsOf({ before: 1 })).toEqual([null]);
  expect(await countsOf({ around: 50 })).toEqual([49, 50, 51, 51]);
  expect(await countsOf({ around: 1 })).toEqual([1, 2, 3, 3]);
  expect(await countsOf({ around: 100 })).toEqual([99, 100, null]);
  expect(await countsOf({ since: timeOf(20) })).toEqual([20, 21, 22, 22]);
  expect(await countsOf({ since: '2999-01-01T00:00:00.000Z' })).toEqual([null]);
});
