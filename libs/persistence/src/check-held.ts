import { readRange } from './transfer';
import type { File } from './volume';

const STEP_BYTES = 1_048_576;
const HEAD = /\n\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (\d{1,15}) /g;
/** More than an LF, a time, a count and the space behind it. */
const HEAD_BYTES = 64;

/** The largest count that a line in [start, end) still shows; 0 when none does. A line begins at `start`. */
export async function largestCountIn(file: File, start: number, end: number): Promise<number> {
  let largest = 0;
  for (let offset = start; offset < end; offset += STEP_BYTES) {
    const bytes = await readRange(file, offset, Math.min(end, offset + STEP_BYTES + HEAD_BYTES));
    const text = (offset === start ? '\n' : '') + bytes.toString('latin1');
    for (const [, count] of text.matchAll(HEAD)) largest = Math.max(largest, Number(count));
  }
  return largest;
}
