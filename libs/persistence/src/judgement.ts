import { LOG } from './layout';
import { judgeTail, type Damage } from './recover';
import type { LogTail } from './tail';
import type { ViewContent } from './view';

export interface Findings {
  readonly count: number;
  readonly updatedAt: string | null;
  readonly torn: boolean;
  readonly adopted: boolean;
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
export function judge(tail: LogTail, previous: LogTail | null, content: ViewContent, known: Known): Findings {
  const commit = tail.commit ?? previous?.commit ?? null;
  const viewed = content.kind === 'count' ? content.count : null;
  const inLog = commit?.last ?? 0;
  const proven = Math.max(viewed ?? 0, known.count);
  // Without any commit, now or ever, the integer is adopted: the log may start right after it.
  const adopted = commit === null && known.inLog === 0 && proven > 0;
  const before = adopted ? proven : inLog;
  const rest = judgeTail(tail.rest, before, proven);
  const damage: Damage[] = [];
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
  } else if (proven > before) {
    const detail = `the count ${proven} was acknowledged, the log ends at ${before}`;
    damage.push({ file: LOG, offset: tail.end, length: 0, detail });
  }
  const recoveredVisits = viewed === null ? 0 : Math.max(0, inLog - proven);
  const count = Math.max(inLog, proven);
  return {
    count,
    updatedAt: commit?.at ?? null,
    torn: rest.kind === 'torn',
    adopted: adopted && viewed !== null,
    damage,
    recoveredVisits,
  };
}
