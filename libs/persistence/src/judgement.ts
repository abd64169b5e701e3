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

/** Pure: the count is the largest that anything proves; what contradicts it is damage, and stays where it is. */
export function judge(
  tail: LogTail,
  previous: LogTail | null,
  content: ViewContent,
  acknowledged: number,
): Findings {
  const commit = tail.commit ?? previous?.commit ?? null;
  const viewed = content.kind === 'count' ? content.count : null;
  const inLog = commit?.last ?? 0;
  const adopted = commit === null && viewed !== null && viewed > 0;
  // Without any commit the view's integer is adopted: the log may start right after it.
  const before = adopted ? viewed : inLog;
  const proven = Math.max(viewed ?? 0, acknowledged);
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
    adopted,
    damage,
    recoveredVisits,
  };
}
