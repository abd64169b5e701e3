import type { Commit } from './commit';
import { MAX_COMMIT_BYTES } from './layout';
import { findLastCommit } from './recover';
import { NOTHING_SHOWN, shownCounts, type Shown } from './shown-counts';
import { readRange } from './transfer';
import type { File } from './volume';

/** Holds the last two commits of nearly every log. */
const SMALL_WINDOW_BYTES = 8192;
/** Room for two whole commits before a torn one, and the LF before them. */
const WINDOW_BYTES = 3 * MAX_COMMIT_BYTES + 1;

/** The end of a log: its last valid commit (offsets in the file), that commit's bytes, and the bytes after it. */
export interface LogTail {
  readonly size: number;
  readonly commit: Commit | null;
  readonly commitBytes: Buffer;
  /** At most two commits long; `size - end` tells how much there is. */
  readonly rest: Buffer;
  /** Where the bytes that no valid commit covers begin. */
  readonly end: number;
  /** What lines there are in all of these bytes. */
  readonly shown: Shown;
  /** The bytes right before the commit are no valid commit that it continues. */
  readonly gap: Commit | null;
  /** The valid commit right before the last one, where there is one. */
  readonly before: Commit | null;
}

export const EMPTY_TAIL: LogTail = {
  size: 0,
  commit: null,
  commitBytes: Buffer.alloc(0),
  rest: Buffer.alloc(0),
  end: 0,
  shown: NOTHING_SHOWN,
  gap: null,
  before: null,
};

/**
 * Reads as little as it can: one window where the log is sound. Only a damaged log makes it step back further.
 */
export async function readTail(file: File, size: number): Promise<LogTail> {
  const tail = await findTail(file, size);
  if (tail.end === size) return { ...tail, shown: NOTHING_SHOWN };
  const last = tail.commit?.last ?? null;
  return { ...tail, shown: await shownCounts(file, { start: tail.end, end: size }, last) };
}

type BareTail = Omit<LogTail, 'shown'>;

async function findTail(file: File, size: number): Promise<BareTail> {
  const glance = await readWindow(file, size, Math.max(0, size - SMALL_WINDOW_BYTES), size);
  if (glance.commit && (glance.before || glance.commit.start === 0)) return glance;
  for (let end = size; end > 0; end -= MAX_COMMIT_BYTES) {
    const start = Math.max(0, end - WINDOW_BYTES);
    const found = await readWindow(file, size, start, end);
    if (found.commit || start === 0) return found;
  }
  return glance;
}

async function readWindow(file: File, size: number, start: number, end: number): Promise<BareTail> {
  const bytes = await readRange(file, start, end);
  const wholeFile = start === 0;
  const found = findLastCommit(bytes, wholeFile);
  if (!found) {
    const rest = wholeFile && end === size ? bytes : await readRange(file, 0, Math.min(size, WINDOW_BYTES));
    return { size, commit: null, commitBytes: Buffer.alloc(0), rest, end: 0, gap: null, before: null };
  }
  const after = start + found.end;
  const rest =
    end === size
      ? bytes.subarray(found.end)
      : await readRange(file, after, Math.min(size, after + WINDOW_BYTES));
  const previous = findLastCommit(bytes.subarray(0, found.start), wholeFile);
  const before = previous !== null && previous.end === found.start ? shifted(previous, start) : null;
  const gap = before !== null && before.last + 1 !== found.first ? before : null;
  const commitBytes = bytes.subarray(found.start, found.end);
  return { size, commit: shifted(found, start), commitBytes, rest, end: after, gap, before };
}

const shifted = (commit: Commit, by: number): Commit => ({
  ...commit,
  start: commit.start + by,
  end: commit.end + by,
});
