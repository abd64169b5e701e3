import { formatLine } from '@visits/persistence';
import { serviceUrl } from './address';
import { drained } from './drained';
import { CliError } from './errors';
import { followHistory } from './history-follow';
import { askService } from './service-client';

export interface HistoryFlags {
  /** So many of the newest lines. */
  readonly limit: number;
  /** Of all pods; else of the one that answers. */
  readonly set?: boolean;
  readonly json?: boolean;
  readonly follow?: boolean;
}

/** A line, and of whose log. */
export interface HistoryLine {
  readonly pod: string;
  readonly ordinal: number | null;
  readonly replica: string;
  readonly n: number;
  readonly at: string;
  readonly text: string;
}

export interface Replica {
  readonly pod: string;
  readonly ordinal: number | null;
  readonly replica: string;
}

interface SetAnswer {
  readonly items: readonly HistoryLine[];
  readonly missing: readonly { readonly pod: string; readonly reason: string; readonly detail: string }[];
}

/** The pod that is asked waits for its siblings so long, and answers then. */
const SET_DEADLINE_MS = 10_000;

/** Prints the newest lines, oldest first, and goes on with `follow` until the signal. Of whom lines are missing is said on stderr. */
export async function history(
  address: string | undefined,
  flags: HistoryFlags,
  signal: AbortSignal,
  out: NodeJS.WritableStream,
): Promise<void> {
  const url = serviceUrl(address, process.env);
  const print = async (lines: readonly HistoryLine[]): Promise<void> => {
    for (const line of lines) {
      if (!out.writable) return;
      if (!out.write(`${textOf(line, flags)}\n`)) await drained(out);
    }
  };
  const say = (words: string): void => console.error(`visits: ${words}`);
  if (flags.follow)
    return followHistory(
      { url, ...flags, only: flags.set ? null : await replicaAt(url) },
      { print, say },
      signal,
    );
  if (!flags.set) return print((await newestOf(url, await replicaAt(url), flags.limit)).items);
  const path = `/visits/log?scope=set&limit=${flags.limit}`;
  const { items, missing } = await askService<SetAnswer>(url, path, { deadlineMs: SET_DEADLINE_MS });
  await print(items);
  for (const { pod, reason, detail } of missing) say(`without ${pod} (${reason})${detail && `: ${detail}`}`);
}

export interface Page {
  readonly items: readonly HistoryLine[];
  /** There are more behind it. */
  readonly hasMore: boolean;
}

/** Lines of one replica, whichever pod is asked. */
export async function pageOf(
  url: URL,
  { pod, ordinal, replica }: Replica,
  place: Readonly<Record<'limit', number> & Partial<Record<'after' | 'before', number>>>,
  signal?: AbortSignal,
): Promise<Page> {
  const query = Object.entries(place).map(([name, value]) => `&${name}=${value}`);
  const path = `/visits/log?replica=${encodeURIComponent(replica)}${query.join('')}`;
  const { items, next } = await askService<{ items: HistoryLine[]; next: number | null }>(url, path, {
    signal,
  });
  return {
    items: items.map(({ n, at, text }) => ({ pod, ordinal, replica, n, at, text })),
    hasMore: next !== null,
  };
}

/** No volume counts so far. */
const BEYOND = 999_999_999_999_999;

export const newestOf = (url: URL, replica: Replica, limit: number, signal?: AbortSignal): Promise<Page> =>
  pageOf(url, replica, { before: BEYOND, limit }, signal);

/** Behind a balancer the next request meets another pod: so the one that answers first is named from then on. */
async function replicaAt(url: URL): Promise<Replica> {
  const { replica, ...who } = await askService<Omit<Replica, 'replica'> & { replica: string | null }>(
    url,
    '/visits',
  );
  if (replica) return { ...who, replica };
  throw new CliError('not-answered', `${who.pod} has not opened its volume yet.`, 'Try again in a second.');
}

/** As it stands in the log, without a trailer; of the set behind its pod's name. */
function textOf({ pod, ordinal, replica, n, at, text }: HistoryLine, { json, set }: HistoryFlags): string {
  if (json) return JSON.stringify(set ? { pod, ordinal, replica, n, at, text } : { n, at, text });
  return `${set ? `${pod} ` : ''}${formatLine(at, n, text)}`;
}
