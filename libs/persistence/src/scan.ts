import { commitEndingAt, type Commit } from './commit';
import { MAX_COMMIT_BYTES } from './layout';
import { readRange } from './transfer';
import type { File } from './volume';

/** A piece of a log in order: a valid commit with its bytes, or bytes that no valid commit covers. Offsets in the file. */
export type Section =
  | { readonly kind: 'commit'; readonly commit: Commit; readonly bytes: Buffer }
  | { readonly kind: 'unknown'; readonly offset: number; readonly length: number };

const CHUNK_BYTES = 4 * MAX_COMMIT_BYTES;
const LF = 0x0a;
const COLON = 0x3a;

/** Every section from `from`, which must be 0 or the end of a commit, up to `size`. Memory is bounded. */
export async function* scan(file: File, from: number, size: number): AsyncGenerator<Section> {
  let base = from; // the file's offset of held[0]
  let known = from; // all before it was yielded
  let held: Buffer = Buffer.alloc(0);
  for (let offset = from; offset < size;) {
    const chunk = await readRange(file, offset, Math.min(size, offset + CHUNK_BYTES));
    if (chunk.length === 0) break;
    offset += chunk.length;
    const searched = held.length;
    held = held.length ? Buffer.concat([held, chunk]) : chunk;
    for (const commit of commitsIn(held, searched)) {
      const start = base + commit.start;
      if (start < known) continue;
      if (start > known) yield { kind: 'unknown', offset: known, length: start - known };
      known = base + commit.end;
      yield {
        kind: 'commit',
        commit: { ...commit, start, end: known },
        bytes: held.subarray(commit.start, commit.end),
      };
    }
    // A commit that is still incomplete began at most its bound ago; one byte before tells that a line begins.
    const keepFrom = Math.max(0, known - base, held.length - MAX_COMMIT_BYTES - 1);
    held = held.subarray(keepFrom);
    base += keepFrom;
  }
  if (known < size) yield { kind: 'unknown', offset: known, length: size - known };
}

/** The commits whose LF lies at or behind `searched`, in order. Both ends of `bytes` may cut one. */
function* commitsIn(bytes: Buffer, searched: number): Generator<Commit> {
  for (let lf = bytes.indexOf(LF, searched); lf !== -1; lf = bytes.indexOf(LF, lf + 1)) {
    // Only the last line of a commit ends with `:` and eight digits; the full check is dear.
    if (lf < 9 || bytes[lf - 9] !== COLON) continue;
    const commit = commitEndingAt(bytes, lf + 1, true);
    if (commit) yield commit;
  }
}
