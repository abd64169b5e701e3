import { closeLogs, openLogs } from './log-pair';
import { asReadError } from './read-error';
import { readRange } from './transfer';
import type { File, Volume } from './volume';

const CHUNK_BYTES = 65_536;
const LF = 0x0a;

/** Every line as it stands, `visits.log.1` first, without judging it. Bytes behind the last LF are no line yet. */
export async function* readLines(volume: Volume): AsyncGenerator<string> {
  try {
    const logs = await openLogs(volume);
    try {
      for (const file of [logs.previous, logs.log]) if (file) yield* linesOf(file);
    } finally {
      await closeLogs(logs);
    }
  } catch (error) {
    throw asReadError(error);
  }
}

async function* linesOf(file: File): AsyncGenerator<string> {
  let held: Buffer = Buffer.alloc(0);
  for (let offset = 0; ;) {
    const chunk = await readRange(file, offset, offset + CHUNK_BYTES);
    if (chunk.length === 0) return;
    offset += chunk.length;
    const bytes = held.length ? Buffer.concat([held, chunk]) : chunk;
    const end = bytes.lastIndexOf(LF);
    if (end !== -1) yield* bytes.toString('utf8', 0, end).split('\n');
    held = bytes.subarray(end + 1);
  }
}
