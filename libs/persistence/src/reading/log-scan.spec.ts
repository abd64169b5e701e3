import { encodeCommit, visitsOf } from '../format/commit';
import { MAX_COMMIT_BYTES } from '../format/layout';
import { formatLine } from '../format/record';
import { scanLog } from './log-scan';
import { SimulatedDisk } from '../testing';
import type { File } from '../volume/volume';

const at = '2026-11-21T13:45:04.123Z';
const commit = (first: number, size: number, text = 'v'): Buffer =>
  encodeCommit(Array.from({ length: size }, (_, i) => formatLine(at, first + i, text)));
/** As long as a commit may be: 125 lines of 512 bytes and more, the last one cut to fit. */
const longest = (first: number): Buffer => {
  const text = 'x'.repeat(480);
  const lines = Array.from({ length: 120 }, (_, i) => formatLine(at, first + i, text));
  const room = MAX_COMMIT_BYTES - encodeCommit(lines).length;
  const line = formatLine(at, first + 120, '');
  return encodeCommit([...lines, `${line}${'y'.repeat(room - line.length - 1)}`]);
};

async function fileOf(...parts: (Buffer | string)[]): Promise<{ file: File; size: number }> {
  const disk = new SimulatedDisk();
  const bytes = Buffer.concat(parts.map((part) => Buffer.from(part as string)));
  disk.place('a', bytes);
  return { file: await disk.mount().open('a', 'read'), size: bytes.length };
}

/** `[first, last]` of each run of commits, `[offset, length, '?']` of what is unknown. */
async function sectionsOf({ file, size }: { file: File; size: number }, from = 0, to = size) {
  const found: (number | string)[][] = [];
  for await (const section of scanLog(file, from, to)) {
    if (section.kind === 'unknown') found.push([section.start, section.end - section.start, '?']);
    else {
      const { start, end, first, last, bytes } = section;
      expect(bytes.equals((await contentOf(file, size)).subarray(start, end))).toBe(true);
      expect(visitsOf(bytes).map(({ n }) => n)).toEqual(
        Array.from({ length: last - first + 1 }, (_, index) => first + index),
      );
      const before = found.at(-1); // a run ends where a chunk does
      if (before?.length === 2 && before[1] === first - 1) before[1] = last;
      else found.push([first, last]);
    }
  }
  return found;
}

async function contentOf(file: File, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(size);
  await file.read(bytes, 0);
  return bytes;
}

test('commits and what lies between them come in order, each byte once', async () => {
  const [a, b] = [commit(1, 2), commit(3, 1)];
  expect(await sectionsOf(await fileOf(a, 'junk\n', b, 'rest'))).toEqual([
    [1, 2],
    [a.length, 5, '?'],
    [3, 3],
    [a.length + 5 + b.length, 4, '?'],
  ]);
  expect(await sectionsOf(await fileOf())).toEqual([]);
  expect(await sectionsOf(await fileOf('short'))).toEqual([[0, 5, '?']]);
});

test('a commit of any length up to the bound is found wherever a read may cut it', async () => {
  const whole = longest(1);
  expect(whole.length).toBe(MAX_COMMIT_BYTES);
  for (const junk of [1, 65_535, 65_536, 131_072, 196_607, 196_608, 196_609, 262_143, 262_144]) {
    expect(await sectionsOf(await fileOf(Buffer.alloc(junk - 1, 'z'), '\n', whole, longest(122)))).toEqual([
      [0, junk, '?'],
      [1, 242],
    ]);
  }
});

test('it begins behind a commit where it is asked to', async () => {
  const a = commit(1, 2);
  expect(await sectionsOf(await fileOf(a, commit(3, 4)), a.length)).toEqual([[3, 6]]);
});

test('what is behind the size that it was given stays unread; a file that is shorter by now ends it', async () => {
  const [a, b] = [commit(1, 2), commit(3, 1)];
  const log = await fileOf(a, b);
  expect(await sectionsOf(log, 0, a.length)).toEqual([[1, 2]]);
  expect(await sectionsOf(log, 0, log.size + 300_000)).toEqual([
    [1, 3],
    [log.size, 300_000, '?'],
  ]);
});

test('a commit that reaches back into one that was reported already is not reported', async () => {
  // Its last line alone is no commit; with the line of the commit before it, it would be one.
  const inner = commit(1, 1);
  const lines = `${inner.subarray(0, -1).toString()}\n${formatLine(at, 2, 'b')}`.split('\n');
  const outer = encodeCommit(lines);
  const found = await sectionsOf(await fileOf(outer));
  expect(found).toEqual([
    [1, 1],
    [inner.length, outer.length - inner.length, '?'],
  ]);
});
