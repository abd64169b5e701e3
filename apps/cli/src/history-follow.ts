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
  after: number;
  /** What its total was when everything up to it was printed. */
  visits: number;
}

type Known = Replica & { readonly visits: number; readonly isThere: boolean };

/**
 * Prints the newest lines, then those to come until the signal. Each replica's log is read on by its own numbers, which
 * have no gaps: no line is left out, also of a pod that was away, and none comes twice. What came in one look is in the
 * order of time. Throws CliError where nobody answers at first.
 */
export async function followHistory(followed: Followed, reader: Reader, signal: AbortSignal): Promise<void> {
  const { url, limit } = followed;
  const positions = new Map<string, Position>();
  const troubles = new Map<string, string>();
  const say = (who: string, trouble: string | null): void => {
    if (trouble && troubles.get(who) !== trouble) reader.say(trouble);
    if (trouble) troubles.set(who, trouble);
    else troubles.delete(who);
  };

  /** What it has behind its position. */
  const read = async (replica: Known, isFirst: boolean): Promise<Page> => {
    const nothing = { items: [], hasMore: false };
    // One that comes later is new, and all of it is to come; of one that is away now, what it had is past.
    const position = positions.get(replica.replica) ?? { after: isFirst ? replica.visits : 0, visits: -1 };
    positions.set(replica.replica, position);
    const away = `${replica.pod} does not answer: its lines follow when it does.`;
    if (!replica.isThere) say(replica.replica, away);
    if (!replica.isThere || (followed.only === null && position.visits === replica.visits)) return nothing;
    try {
      const place = { after: position.after, limit: PAGE_LINES };
      const page = isFirst
        ? await newestOf(url, replica, limit, signal)
        : await pageOf(url, replica, place, signal);
      say(replica.replica, null);
      position.after = page.items.at(-1)?.n ?? (isFirst ? 0 : position.after);
      if (!page.hasMore) position.visits = replica.visits;
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
      const pages = await Promise.all(replicas.map((replica) => read(replica, isFirst)));
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
