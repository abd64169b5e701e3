import { encodeCommit } from './commit';
import { formatLine } from './record';
import type { Part, Range } from './repair-plan';
import { closing, readRange, writeFully } from './transfer';
import type { File, Volume } from './volume';

const STEP_BYTES = 1_048_576;
/** Placeholder lines are short: so many fit into one commit. */
const LINES_PER_COMMIT = 256;

/** Copies ranges of a log into a new file, one behind the other, durably except for its name. */
export async function copyAside(
  volume: Volume,
  to: string,
  log: File,
  ranges: readonly Range[],
): Promise<void> {
  const file = await volume.open(to, 'replace');
  await closing(file, async () => {
    let offset = 0;
    for (const range of ranges) offset = await copy(log, range, file, offset);
    await file.sync();
  });
}

/** Writes what a log shall hold, durably except for its name. */
export async function writeParts(
  volume: Volume,
  to: string,
  log: File | null,
  parts: readonly Part[],
  placeholder: { at: string; text: string },
): Promise<void> {
  const file = await volume.open(to, 'replace');
  await closing(file, async () => {
    let offset = 0;
    for (const part of parts) {
      if (part.kind === 'keep' && log) offset = await copy(log, part, file, offset);
      if (part.kind !== 'lost') continue;
      for (let n = part.first; n <= part.last; n += LINES_PER_COMMIT) {
        const length = Math.min(LINES_PER_COMMIT, part.last - n + 1);
        const { at, text } = placeholder;
        const bytes = encodeCommit(Array.from({ length }, (_, index) => formatLine(at, n + index, text)));
        await writeFully(file, bytes, offset);
        offset += bytes.length;
      }
    }
    await file.sync();
  });
}

export async function writeFile(volume: Volume, to: string, text: string): Promise<void> {
  const file = await volume.open(to, 'replace');
  await closing(file, async () => {
    await writeFully(file, Buffer.from(text, 'utf8'), 0);
    await file.sync();
  });
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
