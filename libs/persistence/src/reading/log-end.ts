import type { Commit } from '../format/commit';
import { NOTHING_SHOWN, type LogEnd, type Piece, type Shown } from '../format/evidence';
import { MAX_COMMIT_BYTES } from '../format/layout';
import { HEAD_BYTES, LF, LINE_HEAD } from '../format/record';
import { lastCommit, Scanner } from '../format/scanner';
import { readRange } from '../volume/transfer';
import type { File } from '../volume/volume';
import { piecesOf } from './log-scan';

/** Holds the first commit, or the last two, of nearly every log. */
const SMALL_WINDOW_BYTES = 8192;
/** Room for two whole commits before a torn one, and the LF before them. */
const WINDOW_BYTES = 3 * MAX_COMMIT_BYTES + 1;
/** Where that holds no commit: so much at a time, each with what a commit may need of the next. */
const STEP_BYTES = 1_048_576;
const OVERLAP_BYTES = MAX_COMMIT_BYTES + 1;

/** Only a damaged log makes it step back further than one window. */
export async function readLogEnd(file: File, name: string, size: number): Promise<LogEnd> {
  const window = await findLast(file, size);
  const { commit, before, start, bytes } = window;
  const end = commit?.end ?? 0;
  const rest = await readRange(file, end, Math.min(size, end + MAX_COMMIT_BYTES + 1));
  const pieces =
    start === 0 ? piecesOf(name, bytes) : [...(await readFront(file, name, window)), ...backOf(name, window)];
  if (end < size) pieces.push({ kind: 'unknown', file: name, start: end, end: size });
  return {
    size,
    pieces,
    commit,
    commitBytes: commit ? bytes.subarray(commit.start - start, commit.end - start) : Buffer.alloc(0),
    before: before?.end === commit?.start ? before : null,
    end,
    rest,
    shown:
      end < size ? await shownCounts(file, { start: end, end: size }, commit?.last ?? null) : NOTHING_SHOWN,
  };
}

interface Window {
  /** Of the bytes in the file. */
  readonly start: number;
  readonly bytes: Buffer;
  readonly commit: Commit | null;
  /** The valid commit before it that the window holds whole. */
  readonly before: Commit | null;
}

async function findLast(file: File, size: number): Promise<Window> {
  const glance = await readWindow(file, size - SMALL_WINDOW_BYTES, size);
  if (glance.start === 0 || glance.before) return glance;
  let window = await readWindow(file, size - WINDOW_BYTES, size);
  while (!window.commit && window.start > 0) {
    const end = window.start + OVERLAP_BYTES;
    window = await readWindow(file, end - STEP_BYTES, end);
  }
  if (!window.commit || window.before || window.start === 0) return window;
  // A step ended right behind the one that it found: the one before is further in front.
  return readWindow(file, window.commit.start - OVERLAP_BYTES, window.commit.end);
}

async function readWindow(file: File, from: number, end: number): Promise<Window> {
  const start = Math.max(0, from);
  const bytes = await readRange(file, start, end);
  const found = lastCommit(bytes, start === 0);
  const before = found && lastCommit(bytes, start === 0, found.start);
  return { start, bytes, commit: shifted(found, start), before: shifted(before, start) };
}

/** The first commit, or that there is none where one should be. */
async function readFront(file: File, name: string, { commit, before }: Window): Promise<Piece[]> {
  const back = (before ?? commit)?.start ?? 0;
  for (const length of [SMALL_WINDOW_BYTES, MAX_COMMIT_BYTES]) {
    const scanner = new Scanner();
    scanner.feed(await readRange(file, 0, length), 0);
    if (!scanner.next()) continue;
    const { start, end, first, last } = scanner;
    if (start >= back) break; // nothing is sound before what was found from the end
    const pieces: Piece[] = start > 0 ? [{ kind: 'unknown', file: name, start: 0, end: start }] : [];
    pieces.push({ kind: 'run', file: name, start, end, first, last });
    // What stands right before the last commit is no commit: all that can be said of the bytes up to there.
    const between = before ? ({ kind: 'unread' } as const) : ({ kind: 'unknown', isPart: true } as const);
    return end < back ? [...pieces, { ...between, file: name, start: end, end: back }] : pieces;
  }
  return back > 0 ? [{ kind: 'unknown', isPart: true, file: name, start: 0, end: back }] : [];
}

function backOf(name: string, { commit, before }: Window): Piece[] {
  if (!commit) return [];
  const run = ({ start, end, first, last }: Commit): Piece => ({
    kind: 'run',
    file: name,
    start,
    end,
    first,
    last,
  });
  if (!before) return [run(commit)];
  if (before.end === commit.start) return [run(before), run(commit)];
  return [run(before), { kind: 'unknown', file: name, start: before.end, end: commit.start }, run(commit)];
}

function shifted(commit: Commit | null, by: number): Commit | null {
  return commit && { ...commit, start: commit.start + by, end: commit.end + by };
}

/** Of the bytes in [start, end), where a line begins at `start`. `last`: the count right before them, where it is known. */
async function shownCounts(
  file: File,
  { start, end }: { start: number; end: number },
  last: number | null,
): Promise<Shown> {
  let lines = 0;
  let before = last;
  for await (const count of countsIn(file, start, end)) {
    lines += 1;
    if (count !== null) before ??= count - 1;
  }
  const most = (before ?? 0) + lines;
  let largest = 0;
  for await (const count of countsIn(file, start, end)) {
    if (count !== null && count <= most) largest = Math.max(largest, count);
  }
  return { count: largest, lines };
}

/** The count of each line, or null where it shows none; the last one may lack its LF. */
async function* countsIn(file: File, start: number, end: number): AsyncGenerator<number | null> {
  let isLineStart = true;
  for (let offset = start; offset < end; offset += STEP_BYTES) {
    const bytes = await readRange(file, offset, Math.min(end, offset + STEP_BYTES + HEAD_BYTES));
    const size = Math.min(bytes.length, STEP_BYTES);
    if (isLineStart && size > 0) yield countAt(bytes, 0);
    for (let at = bytes.indexOf(LF) + 1; at > 0 && at < size; at = bytes.indexOf(LF, at) + 1) {
      yield countAt(bytes, at);
    }
    isLineStart = bytes[size - 1] === LF;
  }
}

function countAt(bytes: Buffer, at: number): number | null {
  const head = LINE_HEAD.exec(bytes.toString('latin1', at, at + HEAD_BYTES));
  return head && Number(head[1]);
}
