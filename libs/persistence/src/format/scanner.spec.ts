import { crc32 } from 'node:zlib';
import { encodeCommit } from './commit';
import { formatLine } from './record';
import { lastCommit, Scanner } from './scanner';

const at = '2026-11-21T13:45:04.123Z';

/** As `encodeCommit`, whatever the lines and the trailer are: its checksum fits. */
function sealed(lines: string, trailer: string): Buffer {
  const covered = Buffer.from(`${lines} ${trailer}`);
  return Buffer.from(`${covered}${crc32(covered).toString(16).padStart(8, '0')}\n`);
}

/** `[first, last]` of each commit: the same wherever the bytes were cut in two, and the last one backwards too. */
function commitsIn(bytes: Buffer): number[][] {
  const [whole = [], ...fed] = Array.from({ length: bytes.length + 1 }, (_, cut) => {
    const scanner = new Scanner();
    const found: number[][] = [];
    scanner.feed(bytes.subarray(0, cut), 0);
    while (scanner.next()) found.push([scanner.start, scanner.end, scanner.first, scanner.last]);
    scanner.feed(bytes.subarray(scanner.known), scanner.known);
    while (scanner.next()) found.push([scanner.start, scanner.end, scanner.first, scanner.last]);
    return found;
  });
  for (const found of fed) expect(found).toEqual(whole);
  const last = lastCommit(bytes, true);
  expect(last ? [last.start, last.end, last.first, last.last] : undefined).toEqual(whole.at(-1));
  return whole.map(([, , first = 0, last = 0]) => [first, last]);
}

const before = encodeCommit([formatLine(at, 1, 'a#b'), formatLine(at, 2, '#')]);
const behind = encodeCommit([formatLine(at, 3, ''), formatLine(at, 4, '#1:')]);

test.each(['', '\n', 'junk\n', 'v #', ' #\n', 'v #1\n', 'v #1:deadbeef\n', `${at} 9 v #1:deadbeef\n`, '#'])(
  'commits are found behind and before %j',
  (between) => {
    expect(commitsIn(Buffer.concat([before, Buffer.from(between), behind]))).toEqual(
      between === '' || between.endsWith('\n')
        ? [
            [1, 2],
            [3, 4],
          ]
        : [[1, 2]],
    );
  },
);

test.each(['#', '# #1\n', '#\n'])('bytes that begin with %j are searched to their end', (start) => {
  const found = start.endsWith('\n') ? [[1, 2]] : [];
  expect(commitsIn(Buffer.from(start))).toEqual([]);
  expect(commitsIn(Buffer.concat([Buffer.from(start), before]))).toEqual(found);
});

test.each([
  ['an empty line', '', '#1:'],
  ['a line that ends in its count', `${at} 3`, '#1:'],
  ['a line that ends in a longer one', `${at} 34`, '#1:'],
  ['no space behind the time', `${at}_3 v`, '#1:'],
  ['no count', `${at} v`, '#1:'],
  ['a letter for a count', `${at} v v`, '#1:'],
  ['a letter in its count', `${at} 3a v`, '#1:'],
  ['a count of 0', `${at} 0 v`, '#1:'],
  ['a leading zero', `${at} 03 v`, '#1:'],
  ['a count of sixteen digits', `${at} 1000000000000000 v`, '#1:'],
  ['an empty last line', `${at} 3 v\n`, '#1:'],
  ['an empty second line', `${at} 3 v\n`, '#2:'],
  ['a wrong second line', `${at} 3 v\n${at} 4v`, '#2:'],
  ['a count that does not follow', `${at} 3 v\n${at} 5 v`, '#2:'],
  ['fewer lines than its trailer says', `${at} 3 v`, '#2:'],
  ['more lines than its trailer says', `${at} 3 v\n${at} 4 v`, '#1:'],
  ['a mark in a line', `${at} 3 v #v\n${at} 4 v`, '#2:'],
  ['no colon', `${at} 3 v`, '#1;'],
  ['no number', `${at} 3 v`, '#:'],
])('%s makes no commit, whatever the checksum says', (_, lines, trailer) => {
  const forged = sealed(lines, trailer);
  expect(commitsIn(forged)).toEqual([]);
  expect(commitsIn(Buffer.concat([Buffer.from('\n'), forged]))).toEqual([]);
  expect(commitsIn(Buffer.concat([before, forged]))).toEqual([[1, 2]]);
  expect(commitsIn(Buffer.concat([before, forged, behind]))).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

test('a line has a time, byte by byte, and a text, which may be empty', () => {
  const firstOf = (line: string) => lastCommit(sealed(line, '#1:'), true)?.first;
  expect(firstOf(`${at} 1 `)).toBe(1);
  expect(firstOf(`${at} 999999999999999 v`)).toBe(999_999_999_999_999);
  for (let index = 0; index < at.length; index += 1)
    for (const wrong of ['/', ':', 'z', '\x10'].filter((byte) => byte !== at[index]))
      expect(firstOf(`${at.slice(0, index)}${wrong}${at.slice(index + 1)} 1 v`)).toBeUndefined();
});

test('a line begins where the bytes do only if a commit ends there, or the file begins', () => {
  const behindJunk = new Scanner();
  behindJunk.feed(Buffer.from('junk'), 0);
  expect(behindJunk.next()).toBe(false);
  behindJunk.feed(before, 4);
  expect(behindJunk.next()).toBe(false);
  const behindCommit = new Scanner(4);
  behindCommit.feed(before, 4);
  expect(behindCommit.next()).toBe(true);
});
