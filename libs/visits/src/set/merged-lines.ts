import { type HistoryPlace, layout } from '@visits/persistence';
import { type LineAddress } from '../schemas';
import { type History } from '../history/visit-history';
import { type SetLine } from './set-schemas';

/** Where a page of the set lies; one of them, or else it ends with the newest line. */
export interface SetPlace {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly older?: LineAddress | undefined;
  readonly newer?: LineAddress | undefined;
}

export interface MergedLines {
  /** Oldest first. */
  readonly items: readonly SetLine[];
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
}

export const NO_LINES: MergedLines = { items: [], hasOlder: false, hasNewer: false };

/** It begins at its place, and its newest lines are cut; else the oldest. */
export const isForward = ({ since, newer }: SetPlace): boolean => since !== undefined || newer !== undefined;

/** The same place in the log of one replica. In its own log a line is found by its number, in others by its time. */
export function placeIn(replica: string, { since, until, older, newer }: SetPlace): HistoryPlace {
  if (since !== undefined) return { since };
  if (until !== undefined) return { until };
  if (newer) {
    if (newer.replica === replica) return { after: newer.n };
    return { since: replica > newer.replica ? newer.at : afterTime(newer.at) };
  }
  if (older) {
    if (older.replica === replica) return { before: older.n };
    return { until: replica < older.replica ? afterTime(older.at) : older.at };
  }
  return { before: layout.MAX_COUNT };
}

/** Lines have milliseconds. */
const afterTime = (at: string): string => new Date(Date.parse(at) + 1).toISOString();

/** What one replica has at the place. */
export function linesOf(
  who: Omit<SetLine, 'n' | 'at' | 'text'>,
  page: History,
  place: SetPlace,
): MergedLines {
  const { pod, ordinal, replica } = who;
  const items = page.items.map(({ n, at, text }) => ({ pod, ordinal, replica, n, at, text }));
  const [oldest] = items;
  const isEmpty = page.first === null;
  return {
    items,
    hasOlder: oldest ? page.first !== null && oldest.n > page.first : !isEmpty && isForward(place),
    hasNewer: oldest ? page.next !== null : !isEmpty && !isForward(place),
  };
}

/** By time, then replica. Lines of one replica stay in its own order, also where its clock was set back. */
export function merged(a: MergedLines, b: MergedLines, limit: number, forward: boolean): MergedLines {
  const items: SetLine[] = [];
  for (let [i, j] = [0, 0]; i < a.items.length || j < b.items.length;) {
    const [left, right] = [a.items[i], b.items[j]];
    const isLeft = right === undefined || (left !== undefined && isBefore(left, right));
    items.push((isLeft ? left : right) as SetLine);
    if (isLeft) i += 1;
    else j += 1;
  }
  const isCut = items.length > limit;
  return {
    items: forward ? items.slice(0, limit) : items.slice(-limit),
    hasOlder: a.hasOlder || b.hasOlder || (isCut && !forward),
    hasNewer: a.hasNewer || b.hasNewer || (isCut && forward),
  };
}

function isBefore(left: SetLine, right: SetLine): boolean {
  return left.at === right.at ? left.replica < right.replica : left.at < right.at;
}

/** How `older` and `newer` name a line: as its receipt does. */
export const addressOf = ({ at, replica, n }: LineAddress): string => `${at},${replica}/${n}`;
