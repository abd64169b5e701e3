import type { Commit } from './commit';
import { MAX_COMMIT_BYTES } from './layout';
import { findLastCommit } from './recover';
import { readRange } from './transfer';
import type { File } from './volume';

/** Room for a whole commit behind a torn one, and the LF before it. */
const WINDOW_BYTES = 2 * MAX_COMMIT_BYTES + 1;

/** The end of a log: its last valid commit (offsets in the file), that commit's bytes, and the bytes after it. */
export interface LogTail {
  readonly size: number;
  readonly commit: Commit | null;
  readonly commitBytes: Buffer;
  /** At most two commits long; `size - end` tells how much there is. */
  readonly rest: Buffer;
  /** Where the bytes that no valid commit covers begin. */
  readonly end: number;
  /** The bytes right before the commit are no valid commit that it continues. */
  readonly gap: Commit | null;
  /** The valid commit right before the last one, where there is one. */
  readonly before: Commit | null;
}

/**
 * Reads as little as it can: one window where the log is sound. Only a damaged log makes it step back further.
 */
export async function readTail(file: File, size: number): Promise<LogTail> {
  let rest: Buffer | null = null;
  for (let end = size; end > 0; end = Math.max(0, end - MAX_COMMIT_BYTES)) {
    const start = Math.max(0, end - WINDOW_BYTES);
    const bytes = await readRange(file, start, end);
    rest ??= bytes;
    const found = findLastCommit(bytes, start === 0);
    if (found) return tailAt(file, size, start, bytes, found);
    if (start === 0) break;
  }
  return {
    size,
    commit: null,
    commitBytes: Buffer.alloc(0),
    rest: rest ?? Buffer.alloc(0),
    end: 0,
    gap: null,
    before: null,
  };
}

async function tailAt(
  file: File,
  size: number,
  start: number,
  bytes: Buffer,
  found: Commit,
): Promise<LogTail> {
  const end = start + found.end;
  const inWindow = start + bytes.length >= size;
  const rest = inWindow
    ? bytes.subarray(found.end)
    : await readRange(file, end, Math.min(size, end + WINDOW_BYTES));
  const previous = findLastCommit(bytes.subarray(0, found.start), start === 0);
  const touches = previous !== null && previous.end === found.start;
  const before = touches ? shifted(previous, start) : null;
  const gap = before !== null && before.last + 1 !== found.first ? before : null;
  const commitBytes = bytes.subarray(found.start, found.end);
  return { size, commit: shifted(found, start), commitBytes, rest, end, gap, before };
}

const shifted = (commit: Commit, by: number): Commit => ({
  ...commit,
  start: commit.start + by,
  end: commit.end + by,
});
