import { crc32 } from './crc32';
import { parseLine, type Visit } from './record';

/** Where a valid commit lies, and the counts of its first and last line. */
export interface Commit {
  readonly start: number;
  readonly end: number;
  readonly first: number;
  readonly last: number;
  /** The time of its last line. */
  readonly at: string;
}

/** ` #99999:00000000` is the longest trailer; the LF comes on top. */
export const MAX_TRAILER_BYTES = 16;
/** At the end of a commit's last line. */
export const TRAILER = / #[1-9]\d{0,4}:[0-9a-f]{8}$/;
const SUM_BYTES = 8;

/** The bytes of one commit: its lines, the trailer on the last one, the LF. */
export function encodeCommit(lines: readonly string[]): Buffer {
  const body = `${lines.join('\n')} #${lines.length}:`;
  const bytes = Buffer.from(`${body}00000000\n`, 'utf8');
  const covered = bytes.length - SUM_BYTES - 1;
  const sum = (crc32(bytes, 0, covered) >>> 0).toString(16).padStart(SUM_BYTES, '0');
  bytes.write(sum, covered, 'latin1');
  return bytes;
}

/** The visit of a line as it stands in a log, or null where it is none of ours. */
export function parseLogLine(line: string): Visit | null {
  return parseLine(line.replace(TRAILER, ''));
}

/** The visits of valid commits that stand one behind the other. */
export function visitsOf(bytes: Buffer): Visit[] {
  const lines = bytes.toString('utf8', 0, bytes.length - 1).split('\n');
  return lines.map((line) => parseLogLine(line) as Visit);
}
