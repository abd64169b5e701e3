import { setTimeout as pause } from 'node:timers/promises';
import { CliError } from './errors';
import { type HistoryLine, newestOf, type Page, pageOf, type Replica } from './history';
import { askTotal } from './total';

const POLL_MS = 1_000;
const PAGE_LINES = 1_000;

export interface Followed {
  readonly url: URL;
  readonly limit: number;
  /** null: all of the set, also those that come later. */
  readonly only: Replica | null;
}

interface Reader {
  readonly print: (lines: readonly HistoryLine[]) => Promise<void>;
  readonly say: (words: string) => void;
}

interface Position {
  /** The last number that was printed, or that is older than all that will be. */
  readonly after: number;
  /** What its total was when everything up to it was printed; -1 while there is more. */
  readonly visits: number;
}

type Known = Replica & { readonly visits: number; readonly isThere: boolean };

/**
 * Prints the newest lines, then those to come until the signal. Each replica's log is read on by its own numbers, which
 * have no gaps: no line is left out, also of a pod that was away, and none comes twice; of one that is away at first the
 * newest lines come when it answers. What came in one look is in the order of time. Throws CliError where nobody answers
 * at first.
 */
export async function followHistory(followed: Followed, reader: Reader, signal: AbortSignal): Promise<void> {
  const { url, limit } = followed;
  const positions = new Map<string, Position>();
  /** Those of the first look: the newest lines of each come first, whenever it answers. */
  const early = new Set<string>();
  const troubles = new Map<string, string>();
  const say = (who: string, trouble: string | null): void => {
    if (trouble && troubles.get(who) !== trouble) reader.say(trouble);
    if (trouble) troubles.set(who, trouble);
    else troubles.delete(who);
  };

  /** What it has behind its position. */
  const read = async (replica: Known): Promise<Page> => {
    const nothing = { items: [], hasMore: false };
    const position = positions.get(replica.replica);
    const away = `${replica.pod} does not answer: its lines follow when it does.`;
    if (!replica.isThere) say(replica.replica, away);
    if (!replica.isThere || (followed.only === null && position?.visits === replica.visits)) return nothing;
    // One that comes later is new: all of it is to come.
    const after = position?.after ?? 0;
    try {
      const page =
        !position && early.has(replica.replica)
          ? await newestOf(url, replica, limit, signal)
          : await pageOf(url, replica, { after, limit: PAGE_LINES }, signal);
      say(replica.replica, null);
      const visits = page.hasMore ? -1 : replica.visits;
      positions.set(replica.replica, { after: page.items.at(-1)?.n ?? after, visits });
      return page;
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      say(replica.replica, away);
      return nothing;
    }
  };

  let isFirst = true;
  while (!signal.aborted) {
    let hasMore = false;
    try {
      const replicas = await known(followed, signal);
      if (isFirst) for (const { replica } of replicas) early.add(replica);
      const pages = await Promise.all(replicas.map(read));
      hasMore = pages.some((page) => page.hasMore);
      const lines = pages.flatMap(({ items }) => items).sort(byTime);
      await reader.print(isFirst ? lines.slice(-limit) : lines);
      isFirst = false;
      say('', null);
    } catch (error) {
      if (signal.aborted) return;
      if (isFirst || !(error instanceof CliError)) throw error;
      say('', error.message);
    }
    if (!hasMore) await pause(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Whom to read: all that were ever heard of. */
async function known({ url, only }: Followed, signal: AbortSignal): Promise<readonly Known[]> {
  if (only) return [{ ...only, visits: 0, isThere: true }];
  const { replicas } = await askTotal(url, { signal });
  return replicas
    .filter(({ visits, source }) => visits > 0 || source !== 'final')
    .map(({ pod, ordinal, replica, visits, source }) => {
      return { pod, ordinal, replica, visits, isThere: source === 'self' || source === 'live' };
    });
}

function byTime(one: HistoryLine, other: HistoryLine): number {
  if (one.at !== other.at) return one.at < other.at ? -1 : 1;
  return one.replica === other.replica ? one.n - other.n : one.replica < other.replica ? -1 : 1;
}
