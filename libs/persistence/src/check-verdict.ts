import type { Commit } from './commit';
import type { Piece, Unknown } from './check-log';
import { LOG, REPLICA, VIEW } from './layout';
import { judgeTail, type Damage } from './recover';
import type { ReplicaContent } from './replica';
import type { ViewContent } from './view';

/** All that one look at a volume found. */
export interface Evidence {
  /** Of both files, `visits.log.1` first. */
  readonly pieces: readonly Piece[];
  readonly last: Commit | null;
  /** Behind the last commit of visits.log: at most one byte more than a commit can be. */
  readonly rest: { readonly piece: Unknown; readonly bytes: Buffer } | null;
  readonly view: ViewContent;
  readonly replica: ReplicaContent;
}

export interface Verdict {
  readonly damage: readonly Damage[];
  /** Behind the last commit lies one that no answer was given for. */
  readonly torn: boolean;
  /** The end of the log and the view do not fit. While somebody counts, the next look may find them at one. */
  readonly openEnd: boolean;
}

/** Pure: what contradicts the format, or what something else on the volume proves. */
export function verdict({ pieces, last, rest, view, replica }: Evidence): Verdict {
  const damage = interior(pieces, rest?.piece ?? null);
  const viewed = view.kind === 'count' ? view.count : 0;
  const before = last?.last ?? viewed; // without any commit the view's integer is adopted
  const end = rest?.piece.start ?? pieces.findLast(({ file }) => file === LOG)?.end ?? 0;
  const tail = rest ? judgeTail(rest.bytes, before, viewed) : ({ kind: 'clean' } as const);
  const openEnd = tail.kind === 'damaged' || viewed > before;
  if (rest && tail.kind === 'damaged') {
    damage.push({ file: LOG, offset: end, length: rest.piece.end - end, detail: tail.detail });
  } else if (viewed > before) {
    const detail = `the count ${viewed} was acknowledged, the log ends at ${before}`;
    damage.push({ file: LOG, offset: end, length: 0, detail });
  }
  if (view.kind === 'foreign') {
    damage.push({ file: VIEW, offset: 0, length: 0, detail: 'it is no integer' });
  }
  if (replica.kind === 'unreadable') {
    const detail = 'it can not be read, so that the next start gives the volume a new id';
    damage.push({ file: REPLICA, offset: 0, length: 0, detail });
  }
  if (replica.kind === 'known' && replica.replica.base > Math.max(viewed, before)) {
    const detail = `its base ${replica.replica.base} is above the count ${Math.max(viewed, before)}`;
    damage.push({ file: REPLICA, offset: 0, length: 0, detail });
  }
  return { damage, torn: tail.kind === 'torn', openEnd };
}

/** What stands between, or before, commits that are sound. */
function interior(pieces: readonly Piece[], rest: Unknown | null): Damage[] {
  const damage: Damage[] = [];
  let before: number | null = null;
  let hole: Unknown | null = null;
  for (const piece of pieces) {
    if (piece.kind === 'unknown') {
      if (piece === rest) continue;
      damage.push({
        file: piece.file,
        offset: piece.start,
        length: piece.end - piece.start,
        detail: 'no valid commit',
      });
      hole = piece;
      continue;
    }
    const { file, start, first } = piece;
    if (before !== null && first !== before + 1) {
      const way = first > before ? 'jumps' : 'goes back';
      const where = hole ? 'over this place ' : '';
      damage.push({
        file,
        offset: start,
        length: 0,
        detail: `${where}the count ${way} from ${before} to ${first}`,
      });
    }
    before = piece.last;
    hole = null;
  }
  return damage;
}
