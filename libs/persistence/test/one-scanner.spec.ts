import fc from 'fast-check';
import { checkVolume, readLines, readVisits, readVolume, type Visit } from '../src/index';
import { encodeCommit, visitsOf } from '../src/format/commit';
import { scanLog } from '../src/reading/log-scan';
import { PreviousLog } from '../src/journal/previous-log';
import { formatLine, parseLine } from '../src/format/record';
import { lastCommit } from '../src/format/scanner';
import { findProblems, SimulatedDisk } from '../src/testing';
import { journalOn, reached, SWIFT } from './harness';

const at = '2026-11-21T13:45:04.123Z';
const RUNS = Number(process.env['ONE_SCANNER_RUNS'] ?? 100);

/** A part of a log: what a journal writes, what only a forger or a broken writer would, and what rots. */
type Part =
  | { kind: 'commit'; counts: number[]; text: string }
  | { kind: 'bytes'; text: string }
  | { kind: 'nuls'; length: number };

const text = fc.constantFrom('v', '', '3 + 4 = 7', 'a \\x23b', 'x'.repeat(500), 'no #escape', 'é\\\\');
const counts = fc.oneof(
  { weight: 6, arbitrary: fc.nat(3).map((extra) => Array.from({ length: 1 + extra }, (_, i) => i + 1)) },
  { weight: 1, arbitrary: fc.constantFrom<number[]>([2, 9, 4], [1, 1], [5, 3], [0], [3, 4, 6], [1e15]) },
);
const part: fc.Arbitrary<Part> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('commit' as const), counts, text }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('bytes' as const),
      text: fc.constantFrom(
        '\n',
        'junk\n',
        'junk',
        ' #1:deadbeef\n',
        `${at} 3 v #1:deadbeef\n`,
        `${at} 9`,
        ' #',
        '#\n',
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('nuls' as const), length: fc.constantFrom(1, 512, 70_000) }),
  },
);
/** Bytes of the whole that are changed or from where on they are gone, in per mille of its length. */
const harm = fc.record({
  flips: fc.array(fc.tuple(fc.nat(999), fc.integer({ min: 1, max: 255 })), { maxLength: 2 }),
  cut: fc.option(fc.nat(999), { nil: null }),
});
const log = fc.record({ parts: fc.array(part, { maxLength: 12 }), harm: fc.option(harm, { nil: null }) });

/** Counts go on from part to part, save where a part repeats or skips some. */
function bytesOf(
  { parts, harm }: { parts: Part[]; harm: { flips: [number, number][]; cut: number | null } | null },
  from: number,
): { bytes: Buffer; last: number } {
  let last = from;
  const pieces = parts.map((made) => {
    if (made.kind === 'nuls') return Buffer.alloc(made.length);
    if (made.kind === 'bytes') return Buffer.from(made.text);
    const lines = made.counts.map((n) => `${at} ${last + n} ${made.text}`);
    last += (made.counts.at(-1) as number) % 1e15; // beyond the largest count no view goes
    return encodeCommit(lines);
  });
  let bytes = Buffer.concat(pieces);
  for (const [where, change] of harm?.flips ?? []) {
    const index = Math.floor((where * bytes.length) / 1000);
    if (index < bytes.length) bytes[index] = (bytes[index] as number) ^ change;
  }
  if (harm?.cut != null) bytes = bytes.subarray(0, Math.floor((harm.cut * bytes.length) / 1000));
  return { bytes, last };
}

async function visitsIn(
  disk: SimulatedDisk,
  name: string,
): Promise<{ visits: Visit[]; unknown: number[][] }> {
  const visits: Visit[] = [];
  const unknown: number[][] = [];
  const file = await disk.mount().open(name, 'read');
  const { size } = await file.stat();
  for await (const section of scanLog(file, 0, size)) {
    if (section.kind === 'run') visits.push(...visitsOf(section.bytes));
    else unknown.push([section.start, section.end - section.start]);
  }
  return { visits, unknown };
}

test('whoever reads the same bytes finds the same commits, the same end and the same damage', async () => {
  await fc.assert(
    fc.asyncProperty(log, fc.option(log, { nil: null }), fc.boolean(), async (newer, older, hasView) => {
      const disk = new SimulatedDisk();
      const previous = older && bytesOf(older, 0);
      const current = bytesOf(newer, previous?.last ?? 0);
      if (previous) disk.place('visits.log.1', previous.bytes);
      disk.place('visits.log', current.bytes);
      if (hasView) disk.place('visits.txt', `${current.last}\n`);

      const [front, back] = [
        previous ? await visitsIn(disk, 'visits.log.1') : null,
        await visitsIn(disk, 'visits.log'),
      ];
      // Backwards as forwards.
      expect(lastCommit(current.bytes, true)?.last).toBe(back.visits.at(-1)?.n);
      const all = [...(front?.visits ?? []), ...back.visits];

      const check = await checkVolume(disk.mount());
      expect(check.lines).toBe(all.length);
      const unknown = check.damage.filter(({ length, file }) => length > 0 && file === 'visits.log.1');
      expect(unknown.map(({ offset, length }) => [offset, length])).toEqual(front?.unknown ?? []);

      // A rotation keeps `.1` exactly where the check finds bytes in it that are no commit.
      const judge = new PreviousLog(disk.mount(), () => undefined);
      judge.examine();
      await judge.settled();
      expect(await judge.state()).toBe(previous ? (unknown.length > 0 ? 'damaged' : 'sound') : 'absent');

      const reading = await readVolume(disk.mount()).catch((error: { code: string }) => error.code);
      if (typeof reading === 'string') {
        expect(reading).toBe('damaged');
        return;
      }
      // The check has read all; who has seen the ends alone never knows of more.
      expect(reading.visits).toBeLessThanOrEqual(check.visits);
      expect(reading.tornBytes).toBe(check.tornBytes);
      const ofTail = ({ damage }: typeof reading): unknown[] =>
        damage.filter(
          ({ file, offset, length }) => file === 'visits.log' && offset + length === current.bytes.length,
        );
      expect(check.damage).toEqual(expect.arrayContaining(ofTail(reading)));
      expect(check.damage.length > 0 || reading.damage.length === 0).toBe(true);

      const counted = all.filter(({ n }) => n <= reading.visits);
      const rising = counted.filter(({ n }, index) =>
        counted.slice(0, index).every((before) => before.n < n),
      );
      const { items } = await readVisits(disk.mount(), { limit: 1000 });
      expect(items).toEqual(rising);
      const lines: string[] = [];
      for await (const line of readLines(disk.mount(), 0)) lines.push(line.replace(/ #\d+:[0-9a-f]{8}$/, ''));
      expect(lines.map(parseLine)).toEqual(counted);

      const journal = journalOn(disk.mount(), { timings: { ...SWIFT, checkMs: 2 ** 30 } });
      journal.start();
      await reached(journal, 'open');
      expect(journal.status()).toMatchObject({
        visits: reading.visits,
        damage: reading.damage,
        tornBytes: reading.tornBytes,
      });
      await journal.close();
    }),
    { numRuns: RUNS },
  );
}, 120_000);

test.each([
  ['counts that do not follow', [2, 9, 4]],
  ['a count twice', [1, 1]],
  ['a count that goes back', [2, 1]],
])('a commit whose checksum fits over %s is none for anybody', async (_, forged) => {
  const sound = encodeCommit([formatLine(at, 1, 'a')]);
  const bytes = Buffer.concat([
    sound,
    encodeCommit(forged.map((n) => formatLine(at, 1 + n, 'x'))),
    encodeCommit([formatLine(at, 2, 'b')]),
  ]);
  const disk = new SimulatedDisk();
  disk.place('visits.log', bytes);
  disk.place('visits.txt', '2\n');
  const length = bytes.length - sound.length - encodeCommit([formatLine(at, 2, 'b')]).length;
  const damage = [{ file: 'visits.log', offset: sound.length, length, detail: 'no valid commit' }];
  expect(await checkVolume(disk.mount())).toMatchObject({ damage, visits: 2, lines: 2 });
  expect(await readVolume(disk.mount())).toMatchObject({ damage, visits: 2 });
  expect((await readVisits(disk.mount(), { limit: 9 })).items.map(({ n }) => n)).toEqual([1, 2]);
  expect(await findProblems(disk.mount(), { acknowledged: [] })).toContain(
    `visits.log: ${length} unknown bytes at ${sound.length}`,
  );
  const journal = journalOn(disk.mount());
  journal.start();
  await reached(journal, 'open');
  expect(journal.status()).toMatchObject({ damage, visits: 2 });
  await journal.close();
});
