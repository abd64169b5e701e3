import { encodeCommit } from '../format/commit';
import { formatLine } from '../format/record';
import type { Lost, Part, Range } from './repair-plan';
import { readRange, writeFully } from '../volume/transfer';
import type { File } from '../volume/volume';

const STEP_BYTES = 1_048_576;
/** Placeholder lines are short: so many fit into one commit. */
const LINES_PER_COMMIT = 256;

/** Copies ranges of a log, one behind the other. */
export async function copyRanges(log: File, ranges: readonly Range[], file: File): Promise<void> {
  let offset = 0;
  for (const range of ranges) offset = await copy(log, range, file, offset);
}

/** Writes what a log shall hold. */
export async function writeParts(
  file: File,
  log: File | null,
  parts: readonly Part[],
  placeholder: (lines: Lost) => { at: string; text: string },
): Promise<void> {
  let offset = 0;
  for (const part of parts) {
    if (part.kind === 'keep' && log) offset = await copy(log, part, file, offset);
    if (part.kind !== 'lost') continue;
    const { at, text } = placeholder(part);
    for (let n = part.first; n <= part.last; n += LINES_PER_COMMIT) {
      const length = Math.min(LINES_PER_COMMIT, part.last - n + 1);
      const bytes = encodeCommit(Array.from({ length }, (_, index) => formatLine(at, n + index, text)));
      await writeFully(file, bytes, offset);
      offset += bytes.length;
    }
  }
}

async function copy(from: File, { start, end }: Range, to: File, offset: number): Promise<number> {
  for (let at = start; at < end; at += STEP_BYTES) {
    const bytes = await readRange(from, at, Math.min(end, at + STEP_BYTES));
    if (bytes.length !== Math.min(end, at + STEP_BYTES) - at) {
      throw Object.assign(new Error('the log became shorter'), { code: 'EIO' });
    }
    await writeFully(to, bytes, offset);
    offset += bytes.length;
  }
  return offset;
}
