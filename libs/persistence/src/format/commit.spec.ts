import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { encodeCommit, visitsOf, type Commit } from './commit';
import { CommitQueue } from '../journal/commit-queue';
import { MAX_COMMIT_BYTES } from './layout';
import { capText, formatLine } from './record';
import { lastCommit, Scanner } from './scanner';

const at = '2026-11-21T13:45:04.123Z';
const texts = fc.array(fc.string({ unit: 'binary', maxLength: 60 }), { minLength: 1, maxLength: 20 });
const linesOf = (first: number, given: string[]): string[] =>
  given.map((text, index) => formatLine(at, first + index, capText(text)));

/** The valid commit that ends there, or null. */
function commitEndingAt(bytes: Buffer, end: number, wholeFile: boolean): Commit | null {
  const found = lastCommit(bytes, wholeFile, end);
  return found?.end === end ? found : null;
}

/** As `encodeCommit`, with any trailer: its checksum fits. */
function sealed(body: string, mark: string): Buffer {
  const covered = Buffer.from(`${body} #${mark}:`);
  return Buffer.from(`${covered}${crc32(covered).toString(16).padStart(8, '0')}\n`);
}

test.each([
  ['fewer lines than it has', '1'],
  ['more lines than it has', '3'],
  ['no line', '0'],
  ['a leading zero', '02'],
  ['six digits', '100000'],
  ['no number', 'x'],
])('a trailer that tells %s makes no commit of them', (_, mark) => {
  const two = linesOf(5, ['a', 'b']).join('\n');
  expect(commitEndingAt(sealed(two, '2'), sealed(two, '2').length, true)).toMatchObject({
    first: 5,
    last: 6,
  });
  const bytes = sealed(two, mark);
  expect(commitEndingAt(bytes, bytes.length, true)).toBeNull();
});

test('a checksum keeps its leading zeros', () => {
  let text = 0;
  while (crc32(Buffer.from(`${at} 1 ${text} #1:`)) > 0xffffff) text += 1;
  const bytes = encodeCommit([formatLine(at, 1, `${text}`)]);
  expect(bytes.toString()).toMatch(/:00?[0-9a-f]{6,7}\n$/);
  expect(commitEndingAt(bytes, bytes.length, true)).toMatchObject({ first: 1 });
});

test('a commit is as long as its bound at most, forwards as backwards', () => {
  const isFoundForwards = (bytes: Buffer): boolean => {
    const scanner = new Scanner();
    scanner.feed(bytes, 0);
    return scanner.next();
  };
  const line = formatLine(at, 1, '');
  const fits = 'x'.repeat(MAX_COMMIT_BYTES - line.length - ' #1:00000000\n'.length);
  const longest = encodeCommit([line + fits]);
  expect(longest.length).toBe(MAX_COMMIT_BYTES);
  expect(commitEndingAt(longest, longest.length, true)).toMatchObject({ start: 0 });
  expect(isFoundForwards(longest)).toBe(true);
  const beyond = encodeCommit([`${line}${fits}x`]);
  expect(commitEndingAt(beyond, beyond.length, true)).toBeNull();
  expect(isFoundForwards(beyond)).toBe(false);
});

test('the commit before and the one behind are left out; a place between has none', () => {
  const [a, b, c] = [1, 2, 3].map((n) => encodeCommit(linesOf(n, ['v'])));
  const log = Buffer.concat([a as Buffer, b as Buffer, c as Buffer]);
  const [start, end] = [a?.length as number, (a?.length as number) + (b?.length as number)];
  expect(commitEndingAt(log, end, true)).toEqual({ start, end, first: 2, last: 2, at });
  expect(lastCommit(log, true, end - 1)?.end).toBe(start);
  for (const place of [0, 1, end - 1, end + 1, log.length + 1]) {
    expect(commitEndingAt(log, place, true)).toBeNull();
  }
  expect(commitEndingAt(Buffer.from('\n'), 1, true)).toBeNull();
});

test('another byte in the place of its LF makes it no commit', () => {
  const bytes = encodeCommit(linesOf(1, ['a']));
  bytes[bytes.length - 1] = 0x20;
  expect(commitEndingAt(bytes, bytes.length, true)).toBeNull();
});

test('a commit of thousands of lines is one, however far it lies in the buffer', () => {
  const bytes = encodeCommit(
    linesOf(
      1,
      Array.from({ length: 1500 }, () => ''),
    ),
  );
  const log = Buffer.concat([Buffer.alloc(MAX_COMMIT_BYTES, '\n'), bytes]);
  expect(commitEndingAt(log, log.length, false)).toMatchObject({
    start: MAX_COMMIT_BYTES,
    first: 1,
    last: 1500,
  });
});

test('it tells the counts and the time of its lines', () => {
  const later = '2026-11-21T13:45:05.000Z';
  const bytes = encodeCommit([formatLine(at, 9, 'a'), formatLine(later, 10, 'b')]);
  expect(commitEndingAt(bytes, bytes.length, true)).toMatchObject({ first: 9, last: 10, at: later });
  expect(visitsOf(bytes)).toEqual([
    { n: 9, at, text: 'a' },
    { n: 10, at: later, text: 'b' },
  ]);
});

test('a commit comes back as it was written', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 1e14 }), (given, first) => {
      const bytes = encodeCommit(linesOf(first, given));
      const commit = commitEndingAt(bytes, bytes.length, true);
      expect(commit).toEqual({ start: 0, end: bytes.length, first, last: first + given.length - 1, at });
      expect(visitsOf(bytes).map((visit) => visit.text)).toEqual(given.map(capText));
    }),
  );
});

test('any changed byte makes it no commit, and so does a missing LF', () => {
  fc.assert(
    fc.property(texts, fc.nat(), fc.integer({ min: 1, max: 255 }), (given, place, change) => {
      const bytes = encodeCommit(linesOf(1, given));
      const index = place % bytes.length;
      bytes[index] = (bytes[index] as number) ^ change;
      expect(commitEndingAt(bytes, bytes.length, true)).toBeNull();
    }),
  );
  const whole = encodeCommit(linesOf(1, ['a']));
  expect(commitEndingAt(whole.subarray(0, -1), whole.length - 1, true)).toBeNull();
});

test('counts that do not follow each other are no commit, whatever the checksum says', () => {
  const bytes = encodeCommit([formatLine(at, 1, 'a'), formatLine(at, 3, 'b')]);
  expect(commitEndingAt(bytes, bytes.length, true)).toBeNull();
});

test('a window that may begin inside of a line proves nothing about its first one', () => {
  const bytes = encodeCommit(linesOf(1, ['a']));
  expect(commitEndingAt(bytes, bytes.length, false)).toBeNull();
  const behindLf = Buffer.concat([Buffer.from('\n'), bytes]);
  expect(commitEndingAt(behindLf, behindLf.length, false)).toMatchObject({ start: 1, first: 1 });
});

test('every batch of any queue fits the bound, in order, and none is forgotten', () => {
  const long = fc.string({ unit: fc.constantFrom('x', '\n', 'é', '💾'), minLength: 0, maxLength: 600 });
  fc.assert(
    fc.property(fc.array(long, { minLength: 1, maxLength: 150 }), (given) => {
      const queue = new CommitQueue(1000);
      for (const text of given) {
        queue.add({ at, text: capText(text), resolve: () => undefined, reject: () => undefined });
      }
      let count = 99_999_999_999_000;
      const kept: string[] = [];
      while (queue.length > 0) {
        const batch = queue.take(count);
        expect(encodeCommit(batch.lines).length).toBeLessThanOrEqual(MAX_COMMIT_BYTES);
        expect(batch.visits[0]?.n).toBe(count + 1);
        count += batch.lines.length;
        kept.push(...batch.visits.map(({ text }) => text));
      }
      expect(kept).toEqual(given.map(capText));
    }),
    { numRuns: 30 },
  );
});
