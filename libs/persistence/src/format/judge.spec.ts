import fc from 'fast-check';
import { encodeCommit } from './commit';
import { formatLine } from './record';
import { judgeTail } from './judge';
import { lastCommit } from './scanner';

const at = '2026-11-21T13:45:04.123Z';

/** A log of commits of the given sizes, and where each ends. */
function logOf(sizes: number[]): { bytes: Buffer; ends: number[]; counts: number[] } {
  const parts: Buffer[] = [];
  const ends: number[] = [0];
  const counts: number[] = [0];
  for (const size of sizes) {
    const count = counts.at(-1) as number;
    const lines = Array.from({ length: size }, (_, i) =>
      formatLine(at, count + i + 1, `v ${i} \n #1:00000000`),
    );
    parts.push(encodeCommit(lines));
    ends.push((ends.at(-1) as number) + (parts.at(-1) as Buffer).length);
    counts.push(count + size);
  }
  return { bytes: Buffer.concat(parts), ends, counts };
}

test('cut at every byte, a log holds the commits before the cut, and the rest is torn', () => {
  const { bytes, ends, counts } = logOf([1, 3, 2, 1, 4]);
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const whole = ends.findLastIndex((end) => end <= cut);
    const found = lastCommit(bytes.subarray(0, cut), true);
    expect([cut, found?.last ?? 0, found?.end ?? 0]).toEqual([cut, counts[whole], ends[whole]]);
    const tail = bytes.subarray(ends[whole], cut);
    const last = counts[whole] as number;
    expect(judgeTail(tail, last, last)).toEqual({ kind: tail.length ? 'torn' : 'clean' });
  }
});

test('a torn tail may lack any of its sectors', () => {
  const { bytes, ends } = logOf([1, 40]);
  const tail = bytes.subarray(ends[1]);
  fc.assert(
    fc.property(
      fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
      fc.nat(tail.length),
      (kept, length) => {
        const left = Buffer.from(tail.subarray(0, length));
        kept.forEach((stays, n) => stays || left.subarray(n * 512, (n + 1) * 512).fill(0));
        if (left.length === tail.length && left.equals(tail)) return;
        expect(lastCommit(Buffer.concat([bytes.subarray(0, ends[1]), left]), true)?.last).toBe(1);
        expect(judgeTail(left, 1, 1).kind).toBe(left.length ? 'torn' : 'clean');
      },
    ),
  );
});

test('any flipped byte costs at most its own commit, and is never taken for a torn tail once acknowledged', () => {
  const { bytes, ends, counts } = logOf([2, 3, 2, 4]);
  for (let index = 0; index < bytes.length; index += 1) {
    const rotten = Buffer.from(bytes);
    rotten[index] = (rotten[index] as number) ^ 0x10;
    const found = lastCommit(rotten, true);
    const hit = ends.findLastIndex((end) => end <= index);
    // Without its LF a commit takes the next one along: that one no longer begins a line.
    const lost = hit + (bytes[index] === 0x0a && ends.includes(index + 1) ? 1 : 0);
    expect(found?.last).toBe(lost >= counts.length - 2 ? counts[hit] : counts.at(-1));
    const tail = rotten.subarray(found?.end ?? 0);
    const verdict = judgeTail(tail, found?.last ?? 0, counts.at(-1) as number);
    expect(verdict.kind).toBe(tail.length ? 'damaged' : 'clean');
  }
});

const strange = 'not written by the journal';
test.each([
  ['another program’s text', 'GET / 200\n', strange],
  ['the start of another text', 'hello', strange],
  ['a time that is not at its line’s start', `x${at} 3 x`, strange],
  ['an acknowledged count', `${at} 15 x`, 'holds the acknowledged count 15'],
  ['a count that goes back', `${at} 13 x\n`, 'holds the acknowledged count 13'],
  ['an acknowledged count behind a new one', `${at} 16 x\n${at} 15 x\n`, 'holds the acknowledged count 15'],
  ['more than a commit can be', '\0'.repeat(65_537), 'longer than any commit'],
  ['a commit’s end and another line', `${at} 16 x #12:0000beef\n${at} 17`, 'holds more than one commit'],
  ['a commit’s end that rotted', `${at} 16 x #1:0000beeg\n${at} 17 y #1:0000beef\n`, strange],
  ['a byte too many behind its trailer', `${at} 16 x #1:0000beefx\n${at} 17 y`, strange],
  ['an empty line', `${at} 16 x\n\n`, strange],
])('a tail with %s is damage: it stays where it is', (_, tail, detail) => {
  expect(judgeTail(Buffer.from(tail), 15, 15)).toEqual({ kind: 'damaged', detail });
});

test.each([
  ['whose sectors all failed, as long as a commit can be', '\0'.repeat(65_536)],
  ['cut right behind its LF', `${at} 16 x\n`],
  ['cut behind the trailer’s LF', `${at} 16 x #1:0000beef\n`],
  ['with a failed sector between two lines', `${at} 16 x\n${at} 1\0\0\0\n${at} 18 y`],
])('a commit %s is torn', (_, tail) => {
  expect(judgeTail(Buffer.from(tail), 15, 15)).toEqual({ kind: 'torn' });
});

test('a line that repeats the last commit’s count is no commit of ours, though nothing proves it acknowledged', () => {
  expect(judgeTail(Buffer.from(`${at} 15 x\n`), 15, 14)).toEqual({ kind: 'damaged', detail: strange });
  expect(judgeTail(Buffer.from(`${at} 16 x\n`), 15, 14)).toEqual({ kind: 'torn' });
});

test('line ends alone are no log', () => {
  for (const text of ['', '\n', '\n\n', 'x\n', '\nx']) expect(lastCommit(Buffer.from(text), true)).toBeNull();
});

test('a count that is cut in its digits is not held', () => {
  expect(judgeTail(Buffer.from(`${at} 12`), 122, 122).kind).toBe('torn');
});

test('a log that lacks what was acknowledged has no torn tail', () => {
  expect(judgeTail(Buffer.from(`${at} 8 x`), 5, 7)).toEqual({
    kind: 'damaged',
    detail: 'the count 7 was acknowledged, the log ends at 5',
  });
});
