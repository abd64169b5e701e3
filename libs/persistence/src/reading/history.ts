import { visitsOf } from '../format/commit';
import { MAX_COMMIT_BYTES } from '../format/layout';
import { countsAt } from './counts-at';
import { withLogs } from './log-pair';
import { scanLog } from './log-scan';
import { asReadError } from './read-error';
import { readVolume } from './reader';
import { LF, parseLine, type Visit } from '../format/record';
import { readRange } from '../volume/transfer';
import type { File, Volume } from '../volume/volume';

export interface HistoryPage {
  /** Oldest first. */
  readonly items: Visit[];
  /** The oldest count whose line is still kept; null when none is. */
  readonly first: number | null;
  /** The `after` of the next page; null at the end. */
  readonly next: number | null;
}

/** More than the longest line of a commit. */
const PROBE_BYTES = 4096;

/** Where a page lies; one of them, or else it begins with the oldest line. */
export interface HistoryPlace {
  /** It begins behind this count. */
  readonly after?: number | undefined;
  /** It ends before this count; Infinity: it ends with the newest visit. */
  readonly before?: number | undefined;
  /** This count is in its middle. */
  readonly around?: number | undefined;
  /** It begins with the first visit at this time or after it; as lines have it. */
  readonly since?: string | undefined;
  /** It ends before the first visit at this time or after it; as lines have it. */
  readonly until?: string | undefined;
}

/** Acknowledged visits from valid commits only. Rejects with ReadError. */
export async function readVisits(
  volume: Volume,
  query: HistoryPlace & { readonly limit: number },
): Promise<HistoryPage> {
  const { limit } = query;
  try {
    const { visits } = await readVolume(volume);
    const acknowledged = Math.min(visits, (query.before ?? Infinity) - 1, await countUntil(volume, query));
    const after = await afterOf(volume, query, acknowledged);
    const page = { items: [] as Visit[], first: null as number | null };
    await withLogs(volume, async ({ previous, log }) => {
      for (const file of [previous, log]) {
        if (file) await collect(file, { after, limit, acknowledged }, page);
      }
    });
    const last = page.items.at(-1)?.n;
    return { ...page, next: last !== undefined && last < visits ? last : null };
  } catch (error) {
    throw asReadError(error);
  }
}

async function countUntil(volume: Volume, { until }: HistoryPlace): Promise<number> {
  return until === undefined ? Infinity : ((await countsAt(volume, [until])).counts[0] as number);
}

async function afterOf(
  volume: Volume,
  { after, before, around, since, until, limit }: HistoryPlace & { limit: number },
  acknowledged: number,
): Promise<number> {
  if (since !== undefined) return (await countsAt(volume, [since])).counts[0] as number;
  if (around !== undefined) return Math.max(0, around - Math.ceil((limit + 1) / 2));
  if (before !== undefined || until !== undefined) return Math.max(0, acknowledged - limit);
  return after ?? 0;
}

interface Wanted {
  readonly after: number;
  readonly limit: number;
  readonly acknowledged: number;
}

async function collect(
  file: File,
  wanted: Wanted,
  page: { items: Visit[]; first: number | null },
): Promise<void> {
  const { size } = await file.stat();
  page.first ??= await firstCount(file, size);
  if (page.items.length >= wanted.limit) return;
  const from = await offsetBefore(file, size, wanted.after);
  for await (const section of scanLog(file, from, size)) {
    if (section.kind === 'unknown' || section.last <= wanted.after) continue;
    for (const visit of visitsOf(section.bytes)) {
      // A count comes once, whatever damage repeats.
      const seen = page.items.at(-1)?.n ?? wanted.after;
      if (visit.n <= seen) continue;
      if (visit.n > wanted.acknowledged || page.items.length >= wanted.limit) return;
      page.items.push(visit);
    }
  }
}

async function firstCount(file: File, size: number): Promise<number | null> {
  for await (const section of scanLog(file, 0, size)) {
    if (section.kind === 'run') return section.first;
  }
  return null;
}

/** An offset from which a scan meets every visit above `after`, found by halves: counts only grow. */
export async function offsetBefore(file: File, size: number, after: number): Promise<number> {
  let low = 0;
  let high = size;
  while (high - low > MAX_COMMIT_BYTES) {
    const middle = Math.floor((low + high) / 2);
    const n = await countBehind(file, middle);
    if (n !== null && n <= after) low = middle;
    else high = middle;
  }
  return Math.max(0, low - MAX_COMMIT_BYTES);
}

/** The count of the first whole line behind `offset`; null where there is none of ours. */
async function countBehind(file: File, offset: number): Promise<number | null> {
  const bytes = await readRange(file, offset, offset + PROBE_BYTES);
  const start = bytes.indexOf(LF) + 1;
  const end = bytes.indexOf(LF, start);
  if (start === 0 || end === -1) return null;
  return parseLine(bytes.toString('utf8', start, end))?.n ?? null;
}
