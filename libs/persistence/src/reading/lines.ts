import { LF } from '../format/record';
import { offsetBefore } from './history';
import { PREVIOUS_LOG, LOG } from '../format/layout';
import { closeLogs, openLogs } from './log-pair';
import { scanLog, type Unknown } from './log-scan';
import { asReadError } from './read-error';
import { readVolume } from './reader';
import { readRange } from '../volume/transfer';
import type { File, Volume } from '../volume/volume';

const CHUNK_BYTES = 65_536;
/** Damaged bytes without an LF come in pieces of this length. */
const MAX_LINE_BYTES = 1_048_576;

/**
 * The lines of acknowledged visits as they stand, oldest first; and the lines of damaged places, unless `after` asks
 * for what is above a count. Bytes behind the last LF are no line yet. Returns the count. Rejects with ReadError.
 */
export async function* readLines(volume: Volume, after?: number): AsyncGenerator<string, number> {
  try {
    const { visits, damage } = await readVolume(volume);
    if (after !== undefined && visits <= after) return visits;
    const isDamage = (name: string, { start }: Unknown, isLast: boolean): boolean =>
      !isLast ||
      name !== LOG ||
      damage.some(({ file, offset, length }) => file === name && offset === start && length > 0);
    const logs = await openLogs(volume);
    try {
      for (const [name, file] of [
        [PREVIOUS_LOG, logs.previous],
        [LOG, logs.log],
      ] as const) {
        if (!file) continue;
        const { size } = await file.stat();
        const from = after === undefined ? 0 : await offsetBefore(file, size, after);
        for await (const section of scanLog(file, from, size)) {
          if (section.kind === 'run') {
            if (section.last > (after ?? 0)) yield* linesOf(section, after ?? 0, visits);
          } else if (after === undefined && isDamage(name, section, section.end === size)) {
            yield* unknownLines(file, section);
          }
        }
      }
    } finally {
      await closeLogs(logs);
    }
    return visits;
  } catch (error) {
    throw asReadError(error);
  }
}

/** The counts of a run follow each other: a line's place tells its count. */
function* linesOf(
  { bytes, first, last }: { bytes: Buffer; first: number; last: number },
  after: number,
  visits: number,
): Generator<string> {
  const lines = bytes.toString('utf8', 0, bytes.length - 1).split('\n');
  yield* lines.slice(Math.max(0, after + 1 - first), Math.max(0, Math.min(last, visits) - first + 1));
}

async function* unknownLines(file: File, { start, end }: Unknown): AsyncGenerator<string> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  const take = (): string => {
    const line = Buffer.concat(held).toString('utf8');
    held = [];
    heldBytes = 0;
    return line;
  };
  for (let offset = start; offset < end;) {
    const chunk = await readRange(file, offset, Math.min(end, offset + CHUNK_BYTES));
    if (chunk.length === 0) return;
    offset += chunk.length;
    let from = 0;
    for (let lf = chunk.indexOf(LF); lf !== -1; lf = chunk.indexOf(LF, from)) {
      held.push(chunk.subarray(from, lf));
      yield take();
      from = lf + 1;
    }
    held.push(chunk.subarray(from));
    heldBytes += chunk.length - from;
    if (heldBytes >= MAX_LINE_BYTES) yield take();
  }
}
