import { LOG, PREVIOUS_LOG } from './layout';
import { judgeTail, type Damage } from './recover';
import type { LogTail } from './tail';
import type { ViewContent } from './view';

export interface Findings {
  readonly count: number;
  readonly updatedAt: string | null;
  readonly torn: boolean;
  /** No valid line holds the count: after a power cut only the view could tell it. */
  readonly beyondLog: boolean;
  readonly damage: readonly Damage[];
  readonly recoveredVisits: number;
}

/** What this process knows by itself, whatever the volume says now. */
export interface Known {
  /** The largest count it acknowledged or opened with. */
  readonly count: number;
  /** The largest count that it knows to have stood in the log; 0 while the count is only an adopted integer. */
  readonly inLog: number;
}

export const NOTHING_KNOWN: Known = { count: 0, inLog: 0 };

/** Pure: the count is the largest that anything proves; what contradicts it is damage, and stays where it is. */
export function judge(
  tail: LogTail,
  previous: LogTail | null,
  content: ViewContent,
  base: number,
  known: Known,
): Findings {
  const commit = tail.commit ?? previous?.commit ?? null;
  const viewed = content.kind === 'count' ? content.count : null;
  const inLog = commit?.last ?? 0;
  const told = Math.max(viewed ?? 0, known.count);
  const proven = Math.max(told, base);
  // Without any commit, now or ever, the integer is adopted: the log may start right after it.
  const adopted = commit === null && known.inLog === 0 && told > 0;
  const before = adopted ? told : inLog;
  const rest = judgeTail(tail.rest, before, proven);
  const damage: Damage[] = [];
  let shown = 0;
  // A log is renamed with a whole commit at its end: nothing in `.1` is torn.
  if (!tail.commit && previous && previous.size > previous.end) {
    const { end, size } = previous;
    damage.push({ file: PREVIOUS_LOG, offset: end, length: size - end, detail: 'no valid commit' });
    shown = previous.shown.count;
  }
  if (tail.gap && tail.commit) {
    const detail = `the count jumps from ${tail.gap.last} to ${tail.commit.first}`;
    damage.push({ file: LOG, offset: tail.commit.start, length: 0, detail });
  } else if (tail.commit && tail.commit.start > 0 && !tail.before) {
    damage.push({
      file: LOG,
      offset: 0,
      length: tail.commit.start,
      detail: 'not all of it is valid commits',
    });
  }
  if (rest.kind === 'damaged') {
    damage.push({ file: LOG, offset: tail.end, length: tail.size - tail.end, detail: rest.detail });
    shown = Math.max(shown, believable(tail, previous));
  } else if (proven > before) {
    const detail = `the count ${proven} was acknowledged, the log ends at ${before}`;
    damage.push({ file: LOG, offset: tail.end, length: 0, detail });
  }
  const recoveredVisits = viewed === null ? 0 : Math.max(0, inLog - proven);
  const count = Math.max(inLog, proven, adopted ? 0 : shown);
  return {
    count,
    updatedAt: commit?.at ?? null,
    torn: rest.kind === 'torn',
    beyondLog: count > inLog,
    damage,
    recoveredVisits,
  };
}

/** A count beyond what follows the commit in `.1` so closely is rot. */
function believable({ commit, shown }: LogTail, previous: LogTail | null): number {
  const before = commit ? null : (previous?.commit ?? null);
  return before && shown.count > before.last + shown.lines ? 0 : shown.count;
}
