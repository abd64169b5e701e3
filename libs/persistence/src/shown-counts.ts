import { readRange } from './transfer';
import type { File } from './volume';

const STEP_BYTES = 1_048_576;
const HEAD = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (\d{1,15}) /;
/** More than a time, a count and the spaces behind them. */
const HEAD_BYTES = 64;
const LF = 0x0a;

/** What damaged bytes still tell of counts: it may be all that proves them. */
export interface Shown {
  /** The largest count that a line shows; 0 when none does. One that so few lines can not have reached is rot itself. */
  readonly count: number;
  readonly lines: number;
}

export const NOTHING_SHOWN: Shown = { count: 0, lines: 0 };

/** Of the bytes in [start, end), where a line begins at `start`. `last`: the count right before them, where it is known. */
export async function shownCounts(
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
  const head = HEAD.exec(bytes.toString('latin1', at, at + HEAD_BYTES));
  return head && Number(head[1]);
}
