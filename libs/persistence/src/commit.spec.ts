import fc from 'fast-check';
import { commitEndingAt, encodeCommit, visitsOf } from './commit';
import { CommitQueue } from './commit-queue';
import { MAX_COMMIT_BYTES } from './layout';
import { capText, formatLine } from './record';

const at = '2026-11-21T13:45:04.123Z';
const texts = fc.array(fc.string({ unit: 'binary', maxLength: 60 }), { minLength: 1, maxLength: 20 });
const linesOf = (first: number, given: string[]): string[] =>
  given.map((text, index) => formatLine(at, first + index, capText(text)));

test('a commit comes back as it was written', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 1e14 }), (given, first) => {
      const bytes = encodeCommit(linesOf(first, given));
      const commit = commitEndingAt(bytes, bytes.length, true);
      expect(commit).toEqual({ start: 0, end: bytes.length, first, last: first + given.length - 1, at });
      expect(visitsOf(bytes, 0, bytes.length)?.map((visit) => visit.text)).toEqual(given.map(capText));
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
