import { TRAILER } from './commit';
import { LOG, MAX_COMMIT_BYTES, REPLICA } from './layout';
import type { LogEnd, Piece } from './evidence';
import { LINE_HEAD, parseLine } from './record';
import type { ViewContent } from './view';

/** A place in a file that holds what the journal did not write, or no longer what it wrote. It is kept there. */
export interface Damage {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
  readonly detail: string;
}

/** All that a look at a volume found, both logs with both ends or from end to end. */
export interface Evidence {
  readonly log: LogEnd;
  /** `.1`; null where there is none. */
  readonly previous: LogEnd | null;
  readonly view: ViewContent;
  readonly base: number;
  readonly known: Known;
}

/** What this process knows by itself, whatever the volume says now. */
export interface Known {
  /** The largest count it acknowledged or opened with. */
  readonly count: number;
  /** The largest count that it knows to have stood in the log; 0 while the count is only an adopted integer. */
  readonly inLog: number;
}

export const NOTHING_KNOWN: Known = { count: 0, inLog: 0 };

export interface Findings {
  readonly count: number;
  readonly updatedAt: string | null;
  /** Behind the last commit lies one that no answer was given for. */
  readonly torn: boolean;
  /** No valid line holds the count: after a power cut only the view could tell it. */
  readonly beyondLog: boolean;
  readonly damage: readonly Damage[];
  readonly recoveredVisits: number;
}

/** Pure: the count is the largest that anything proves; what contradicts it is damage, and stays where it is. */
export function judge({ log, previous, view, base, known }: Evidence): Findings {
  const commit = log.commit ?? previous?.commit ?? null;
  const viewed = view.kind === 'count' ? view.count : null;
  const pieces = [...(previous?.pieces ?? []), ...log.pieces];
  const inLog = largestIn(pieces);
  const answered = Math.max(viewed ?? 0, known.count);
  const proven = Math.max(answered, base);
  // Without any commit, now or ever, the integer is adopted: the log may start right after it.
  const adopted = commit === null && known.inLog === 0 && answered > 0;
  const before = adopted ? answered : (commit?.last ?? 0);
  const rest = judgeTail(log.rest, before, proven);
  const damage = judgePieces(pieces);
  // A log is renamed with a whole commit at its end: nothing in `.1` is torn.
  let shown = log.commit || !previous ? 0 : previous.shown.count;
  if (rest.kind === 'damaged') {
    damage.push({ file: LOG, offset: log.end, length: log.size - log.end, detail: rest.detail });
    shown = Math.max(shown, believable(log, previous));
  } else if (answered > before) {
    damage.push({ file: LOG, offset: log.end, length: 0, detail: lacks(answered, before) });
  } else if (base > before) {
    const detail = `its base ${base} is above the count ${before}`;
    damage.push({ file: REPLICA, offset: 0, length: 0, detail });
  }
  const count = Math.max(inLog, proven, adopted ? 0 : shown);
  return {
    count,
    updatedAt: commit?.at ?? null,
    torn: rest.kind === 'torn',
    beyondLog: count > inLog,
    damage,
    recoveredVisits: viewed === null ? 0 : Math.max(0, inLog - proven),
  };
}

function largestIn(pieces: readonly Piece[]): number {
  return pieces.reduce((most, piece) => (piece.kind === 'run' ? Math.max(most, piece.last) : most), 0);
}

/** A count beyond what follows the commit in `.1` so closely is rot. */
function believable({ commit, shown }: LogEnd, previous: LogEnd | null): number {
  const before = commit ? null : (previous?.commit ?? null);
  return before && shown.count > before.last + shown.lines ? 0 : shown.count;
}

/** What stands between, or before, commits that are sound. What follows the last one of visits.log is its tail. */
function judgePieces(pieces: readonly Piece[]): Damage[] {
  const damage: Damage[] = [];
  let before: number | null = null;
  let hole = false;
  for (const piece of pieces) {
    const { file, start, end } = piece;
    if (piece.kind === 'unread') before = null;
    else if (piece.kind === 'unknown') {
      if (file === LOG && piece === pieces.at(-1)) continue;
      const detail = piece.isPart ? 'not all of it is valid commits' : 'no valid commit';
      damage.push({ file, offset: start, length: end - start, detail });
      hole = true;
      if (piece.isPart) before = null;
    } else {
      if (before !== null && piece.first !== before + 1) {
        const way = piece.first > before ? 'jumps' : 'goes back';
        const where = hole ? 'over this place ' : '';
        const detail = `${where}the count ${way} from ${before} to ${piece.first}`;
        damage.push({ file, offset: start, length: 0, detail });
      }
      before = piece.last;
      hole = false;
    }
  }
  return damage;
}

export type Tail =
  | { readonly kind: 'clean' }
  /** The end of a commit that no answer was ever given for. */
  | { readonly kind: 'torn' }
  | { readonly kind: 'damaged'; readonly detail: string };

const TEMPLATE = '0000-00-00T00:00:00.000Z ';

/**
 * What the bytes after the last valid commit are. `last` is that commit's count, `proven` the largest count that
 * was ever acknowledged as far as anything tells. Torn is only what one commit in flight can have left behind.
 */
export function judgeTail(tail: Buffer, last: number, proven: number): Tail {
  if (tail.length === 0) return { kind: 'clean' };
  if (tail.length > MAX_COMMIT_BYTES) return damaged('longer than any commit');
  const segments = tail.toString('utf8').split('\n');
  for (const [index, segment] of segments.entries()) {
    const held = LINE_HEAD.exec(segment);
    if (held && Number(held[1]) <= proven) return damaged(`holds the acknowledged count ${held[1]}`);
    // A sector that never reached the disk reads as NULs: such a line tells nothing.
    if (segment.includes('\0')) continue;
    const cut = index === segments.length - 1;
    // One commit is in flight at most: what follows a commit's end tells that the commit was acknowledged.
    if (TRAILER.test(segment) && segments[index + 1]) return damaged('holds more than one commit');
    if (cut ? !isPrefix(segment) : !isLine(segment, last)) return damaged('not written by the journal');
  }
  if (proven > last) return damaged(lacks(proven, last));
  return { kind: 'torn' };
}

const damaged = (detail: string): Tail => ({ kind: 'damaged', detail });

const lacks = (acknowledged: number, last: number): string =>
  `the count ${acknowledged} was acknowledged, the log ends at ${last}`;

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
