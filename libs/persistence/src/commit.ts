import { crc32 } from 'node:zlib';
import { MAX_COMMIT_BYTES } from './layout';
import { parseLine, type Visit } from './record';

/** Where a valid commit lies in the buffer it was found in, and the counts of its first and last line. */
export interface Commit {
  readonly start: number;
  readonly end: number;
  readonly first: number;
  readonly last: number;
  /** The time of its last line. */
  readonly at: string;
}

const LF = 0x0a;
const TRAILER = / #([1-9]\d{0,4}):([0-9a-f]{8})$/;
/** ` #99999:00000000` is the longest trailer; the LF comes on top. */
export const MAX_TRAILER_BYTES = 16;

const hex = (sum: number): string => sum.toString(16).padStart(8, '0');

/** The bytes of one commit: its lines, the trailer on the last one, the LF. */
export function encodeCommit(lines: readonly string[]): Buffer {
  const body = `${lines.join('\n')} #${lines.length}:`;
  const bytes = Buffer.from(`${body}00000000\n`, 'utf8');
  const covered = bytes.length - 9;
  bytes.write(hex(crc32(bytes.subarray(0, covered))), covered, 'latin1');
  return bytes;
}

/**
 * The valid commit that ends at `end` (one past its LF), or null. `wholeFile`: the buffer begins where the file
 * does; otherwise a commit that would begin at the buffer's first byte can not be told from the middle of a line.
 */
export function commitEndingAt(bytes: Buffer, end: number, wholeFile: boolean): Commit | null {
  if (end < 1 || bytes[end - 1] !== LF) return null;
  const trailer = TRAILER.exec(bytes.toString('latin1', Math.max(0, end - 1 - MAX_TRAILER_BYTES), end - 1));
  if (!trailer) return null;
  const lines = Number(trailer[1]);
  const start = startOf(bytes, end, lines);
  if (start === null || (start === 0 && !wholeFile) || end - start > MAX_COMMIT_BYTES) return null;
  if (hex(crc32(bytes.subarray(start, end - 9))) !== trailer[2]) return null;
  const visits = visitsOf(bytes, start, end);
  const first = visits?.[0];
  const last = visits?.at(-1);
  if (!first || !last || visits.length !== lines) return null;
  return { start, end, first: first.n, last: last.n, at: last.at };
}

/** The visits of the commit in [start, end), or null where a line is not ours or the counts do not follow. */
export function visitsOf(bytes: Buffer, start: number, end: number): Visit[] | null {
  const lines = bytes.toString('utf8', start, end - 1).split('\n');
  lines.push((lines.pop() as string).replace(TRAILER, ''));
  const visits: Visit[] = [];
  for (const line of lines) {
    const visit = parseLine(line);
    const before = visits.at(-1);
    if (!visit || (before && visit.n !== before.n + 1)) return null;
    visits.push(visit);
  }
  return visits;
}

/** Where the last `lines` lines before `end` begin; null when the buffer holds fewer. */
function startOf(bytes: Buffer, end: number, lines: number): number | null {
  let start = end;
  for (let line = 0; line < lines; line += 1) {
    if (start === 0) return null;
    start = start < 2 ? 0 : bytes.lastIndexOf(LF, start - 2) + 1;
  }
  return start;
}
