import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { checkVolume, openVolume } from '../index';
import { encodeCommit } from '../format/commit';
import { formatLine } from '../format/record';
import { SimulatedDisk } from '../testing';

const at = '2026-11-21T13:45:04.123Z';
let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'visits-check-'))));
afterEach(() => rmSync(dir, { recursive: true }));

const put = (name: string, bytes: Buffer | string): void => writeFileSync(join(dir, name), bytes);
const check = () => checkVolume(openVolume(dir));

/** Commits of the given sizes, counted on from `count`. */
function commits(count: number, sizes: number[]): Buffer[] {
  return sizes.map((size) => {
    const lines = Array.from({ length: size }, () => formatLine(at, ++count, `visit #${count} of "3 # 4"`));
    return encodeCommit(lines);
  });
}

test('a sound volume is reported with its counts, over both files', async () => {
  put('visits.log.1', Buffer.concat(commits(7, [1, 3])));
  put('visits.log', Buffer.concat(commits(11, [2, 1])));
  put('visits.txt', '14\n');
  expect(await check()).toMatchObject({
    state: 'ok',
    visits: 14,
    first: 8,
    last: 14,
    commits: 4,
    lines: 7,
    view: 14,
    served: false,
    tornBytes: 0,
    damage: [],
  });
});

test('more than one chunk is verified, and one flipped bit in it is found by its place', async () => {
  const parts = commits(
    0,
    Array.from({ length: 900 }, (_, n) => 1 + (n % 300)),
  );
  const log = Buffer.concat(parts);
  put('visits.log', log);
  expect(log.length).toBeGreaterThan(4_194_304);
  expect(await check()).toMatchObject({ lines: 135_450, commits: 900, last: 135_450, damage: [] });
  const start = parts.slice(0, 500).reduce((sum, part) => sum + part.length, 0);
  log[start + 30] = (log[start + 30] as number) ^ 1;
  put('visits.log', log);
  const { damage, lines } = await check();
  expect(damage[0]).toMatchObject({ file: 'visits.log', offset: start, length: parts[500]?.length });
  expect(lines).toBe(135_450 - 201);
});

test('a torn commit is no damage, what the view proves is', async () => {
  const [first, second] = commits(0, [2, 2]) as [Buffer, Buffer];
  put('visits.log', Buffer.concat([first, second.subarray(0, 50)]));
  put('visits.txt', '2\n');
  expect(await check()).toMatchObject({ visits: 2, tornBytes: 50, damage: [] });
  put('visits.txt', '4\n');
  const { damage, visits } = await check();
  expect({ damage, visits }).toMatchObject({ visits: 4, damage: [{ offset: first.length, length: 50 }] });
});

test.each([
  ['visits.txt', 'many\n'],
  ['replica.json', '{"format":1'],
  ['replica.json', '{"format":1,"replica":"r","base":77,"createdAt":"","pod":"","claim":""}'],
])('a %s that says %s is damage', async (name, content) => {
  put('visits.log', Buffer.concat(commits(0, [2])));
  put(name, content);
  expect((await check()).damage).toMatchObject([{ file: name }]);
});

test('an empty directory holds nothing; one that is not there, or newer than we are, is refused', async () => {
  expect(await check()).toMatchObject({ state: 'missing', visits: 0 });
  put('replica.json', '{"format":2}');
  await expect(check()).rejects.toMatchObject({ code: 'format-unknown' });
  await expect(checkVolume(openVolume(join(dir, 'none')))).rejects.toMatchObject({ code: 'missing' });
});

test('whatever byte is flipped, it is never called clean', async () => {
  const older = Buffer.concat(commits(0, [1, 2]));
  const newer = Buffer.concat(commits(3, [2, 1, 3]));
  put('visits.txt', '9\n');
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      async (first, where, change) => {
        const [rotten, name] = first
          ? [Buffer.from(older), 'visits.log.1']
          : [Buffer.from(newer), 'visits.log'];
        rotten[where % rotten.length] = (rotten[where % rotten.length] as number) ^ change;
        put('visits.log.1', older);
        put('visits.log', newer);
        put(name, rotten);
        const { damage, visits } = await check();
        expect(damage.length).toBeGreaterThan(0);
        expect(visits).toBeGreaterThanOrEqual(9);
        expect(readFileSync(join(dir, name)).equals(rotten)).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

test('counts that jump and counts that go back are reported with both', async () => {
  const [a, b, c] = [commits(0, [2]), commits(4, [1]), commits(2, [1])].map((part) => Buffer.concat(part));
  put('visits.log', Buffer.concat([a as Buffer, b as Buffer, c as Buffer]));
  expect((await check()).damage.map(({ detail }) => detail)).toEqual([
    'the count jumps from 2 to 5',
    'the count goes back from 5 to 3',
  ]);
  put('visits.log', Buffer.concat([a as Buffer, Buffer.from('rubbish\n'), b as Buffer]));
  expect((await check()).damage.map(({ detail }) => detail)).toEqual([
    'no valid commit',
    'over this place the count jumps from 2 to 5',
  ]);
});

test.each([
  ['no line of ours', 'x'.repeat(40), '1'],
  ['nothing where the count stands', `${at}-1 a`, '1'],
  ['letters for a count', `${at} 1x a`, '1'],
  ['a count without end', `${at} ${'1'.repeat(30)} a`, '1'],
  ['no lines', `${at} 1 a`, '0'],
  ['more lines than it has', `${at} 1 a`, '2'],
  ['counts that do not follow', `${at} 1 a\n${at} 3 b`, '2'],
])('a checksum that fits over %s makes no commit', async (_, body, lines) => {
  const covered = Buffer.from(`${body} #${lines}:`);
  const forged = `${covered}${crc32(covered).toString(16).padStart(8, '0')}\n`;
  put('visits.log', Buffer.concat([...commits(0, [1]), Buffer.from(forged), ...commits(1, [1])]));
  expect(await check()).toMatchObject({
    visits: 2,
    commits: 2,
    damage: [{ length: forged.length, detail: 'no valid commit' }],
  });
});

test('a log that is replaced meanwhile is looked at anew, and not without end', async () => {
  const disk = new SimulatedDisk();
  let left = 2;
  disk.place('visits.log', Buffer.concat(commits(0, [1])));
  disk.fault = ({ operation, name }) => {
    if (operation === 'open' && name === 'visits.txt' && left-- > 0) {
      disk.place('visits.log', Buffer.concat(commits(0, [1, 1])));
    }
    return undefined;
  };
  expect(await checkVolume(disk.mount())).toMatchObject({ visits: 2, damage: [] });
  left = Infinity;
  await expect(checkVolume(disk.mount())).rejects.toMatchObject({ code: 'io-error' });
});
