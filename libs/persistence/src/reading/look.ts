import { LOG, PREVIOUS_LOG } from '../format/layout';
import { isServed } from '../volume/lock';
import { EMPTY_LOG, type LogEnd } from '../format/evidence';
import { readLogEnd } from './log-end';
import { ReadError } from './read-error';
import { closing, openIfThere } from '../volume/transfer';
import type { ViewContent } from '../format/view';
import { readView } from '../volume/view-file';
import type { Volume } from '../volume/volume';

/** One look at a volume, by path and without a lock. */
export interface Look {
  readonly log: LogEnd;
  /** null: there is none. */
  readonly logIdentity: string | null;
  readonly previous: LogEnd | null;
  readonly served: boolean;
  readonly view: ViewContent;
  /** Log and view belong to one moment, so that a contradiction between them is damage. */
  readonly settled: boolean;
}

/** A busy writer can be ahead of our look at the log each time; its view is the count all the same. */
const MAX_ATTEMPTS = 20;

/** Rejects with ReadError, or with Node's own error. */
export async function lookAt(volume: Volume): Promise<Look> {
  let before: Look | null = null;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const look = await lookOnce(volume);
    if (look && (!isBehind(look) || isSame(look, before))) return { ...look, settled: true };
    before = look ?? before;
  }
  if (before) return before;
  throw new ReadError('io-error', 'The log was replaced again and again.');
}

/** The count and the time of the last acknowledged visit. */
export function acknowledged({ log, previous, served, view }: Look): {
  visits: number;
  updatedAt: string | null;
} {
  const end = log.commit ? log : previous;
  const commit = end?.commit ?? null;
  const viewed = view.kind === 'count' ? view.count : null;
  if (!commit) return { visits: viewed ?? 0, updatedAt: null };
  if (viewed !== null && viewed > commit.last) return { visits: viewed, updatedAt: commit.at };
  // While somebody counts, the newest commit may still fail; the view holds what was answered.
  const inRange = served && viewed !== null && viewed >= commit.first - 1;
  if (!inRange || viewed === commit.last) return { visits: commit.last, updatedAt: commit.at };
  return { visits: viewed, updatedAt: end?.before?.at ?? commit.at };
}

/** Nothing moved between two looks: what they do not explain, time will not explain either. */
function isSame(look: Look, before: Look | null): boolean {
  const key = ({ log, previous, view }: Look): string => JSON.stringify([log.size, previous?.size, view]);
  return before !== null && key(look) === key(before);
}

/** The view is ahead: a commit, perhaps the first, ended between our two looks, or else the log has lost some. */
function isBehind({ log, previous, view }: Look): boolean {
  const commit = log.commit ?? previous?.commit;
  if (view.kind !== 'count') return false;
  return commit ? view.count > commit.last : log.size > 0;
}

/**
 * The log, then who serves, then the view; no other order. Whoever serves after our look at the log has written a
 * view that covers what the log held then. null: the path changed under us, or the log was cut: a commit that failed
 * was taken back, and perhaps nobody serves any more to say so.
 */
async function lookOnce(volume: Volume): Promise<Look | null> {
  const log = await endOf(volume, LOG);
  const previous = await previousOf(volume, log?.end ?? EMPTY_LOG);
  const logIdentity = log?.identity ?? null;
  const served = await isServed(volume);
  const view = await readView(volume);
  const now = await volume.stat(LOG);
  if ((now?.identity ?? null) !== logIdentity || (now && log && now.size < log.end.size)) return null;
  return {
    log: log?.end ?? EMPTY_LOG,
    logIdentity,
    previous,
    served,
    view,
    settled: false,
  };
}

async function endOf(volume: Volume, name: string): Promise<{ end: LogEnd; identity: string } | null> {
  const file = await openIfThere(volume, name);
  if (!file) return null;
  return closing(file, async () => {
    const { size, identity } = await file.stat();
    return { end: await readLogEnd(file, name, size), identity };
  });
}

/** Where the log has a commit of its own, `.1` only confirms it: no reader fails because it cannot be read. */
export async function previousOf(volume: Volume, log: LogEnd): Promise<LogEnd | null> {
  try {
    return (await endOf(volume, PREVIOUS_LOG))?.end ?? null;
  } catch (error) {
    if (log.commit) return null;
    throw error;
  }
}
