import { commitEndingAt, type Commit } from './commit';
import { MAX_COMMIT_BYTES } from './layout';
import { parseLine } from './record';

/** A place in a file that holds what the journal did not write, or no longer what it wrote. It is kept there. */
export interface Damage {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
  readonly detail: string;
}

export type Tail =
  | { readonly kind: 'clean' }
  /** The end of a commit that no answer was ever given for. */
  | { readonly kind: 'torn' }
  | { readonly kind: 'damaged'; readonly detail: string };

const LF = 0x0a;
const TEMPLATE = '0000-00-00T00:00:00.000Z ';
const TRAILER = / #\d+:[0-9a-f]{8}$/;
const HEAD = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (\d{1,15}) /;

/** The last valid commit in the buffer, looked for from its end. */
export function findLastCommit(bytes: Buffer, wholeFile: boolean): Commit | null {
  let end = bytes.lastIndexOf(LF) + 1;
  while (end > 0) {
    const commit = commitEndingAt(bytes, end, wholeFile);
    if (commit) return commit;
    end = end < 2 ? 0 : bytes.lastIndexOf(LF, end - 2) + 1;
  }
  return null;
}

/**
 * What the bytes after the last valid commit are. `last` is that commit's count, `proven` the largest count that
 * was ever acknowledged as far as anything tells. Torn is only what one commit in flight can have left behind.
 */
export function judgeTail(tail: Buffer, last: number, proven: number): Tail {
  if (tail.length === 0) return { kind: 'clean' };
  if (tail.length > MAX_COMMIT_BYTES) return damaged('longer than any commit');
  const segments = tail.toString('utf8').split('\n');
  for (const [index, segment] of segments.entries()) {
    const held = HEAD.exec(segment);
    if (held && Number(held[1]) <= proven) return damaged(`holds the acknowledged count ${held[1]}`);
    // A sector that never reached the disk reads as NULs: such a line tells nothing.
    if (segment.includes('\0')) continue;
    const cut = index === segments.length - 1;
    // One commit is in flight at most: what follows a commit's end tells that the commit was acknowledged.
    if (TRAILER.test(segment) && segments[index + 1]) return damaged('holds more than one commit');
    if (cut ? !isPrefix(segment) : !isLine(segment, last)) return damaged('not written by the journal');
  }
  if (proven > last) return damaged(`the count ${proven} was acknowledged, the log ends at ${last}`);
  return { kind: 'torn' };
}

const damaged = (detail: string): Tail => ({ kind: 'damaged', detail });

function isLine(segment: string, last: number): boolean {
  const line = segment.replace(TRAILER, '');
  // Only a trailer holds ` #`, escaped as texts are: what stands in a line's midst is one that rotted.
  const visit = line.includes(' #') ? null : parseLine(line);
  return visit !== null && visit.n > last;
}

function isPrefix(segment: string): boolean {
  const head = segment.slice(0, TEMPLATE.length);
  return head.replace(/\d/g, '0') === TEMPLATE.slice(0, head.length);
}
