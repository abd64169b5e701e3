import { visitsOf } from './commit';
import { MAX_COMMIT_BYTES } from './layout';
import { withLogs } from './log-pair';
import { asReadError } from './read-error';
import { readVolume } from './reader';
import { parseLine, type Visit } from './record';
import { scan } from './scan';
import { readRange } from './transfer';
import type { File, Volume } from './volume';

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
const LF = 0x0a;

/** Acknowledged visits with a count above `after`, from valid commits only. Rejects with ReadError. */
export async function readVisits(
  volume: Volume,
  query: { after?: number; limit: number },
): Promise<HistoryPage> {
  const { after = 0, limit } = query;
  try {
    const { visits: acknowledged } = await readVolume(volume);
    const page = { items: [] as Visit[], first: null as number | null };
    await withLogs(volume, async ({ previous, log }) => {
      for (const file of [previous, log]) {
        if (file) await collect(file, { after, limit, acknowledged }, page);
      }
    });
    const last = page.items.at(-1)?.n;
    return { ...page, next: last !== undefined && last < acknowledged ? last : null };
  } catch (error) {
    throw asReadError(error);
  }
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
  for await (const section of scan(file, from, size)) {
    if (section.kind !== 'commit' || section.commit.last <= wanted.after) continue;
    for (const visit of visitsOf(section.bytes, 0, section.bytes.length) as Visit[]) {
      // A count comes once, whatever damage repeats.
      const seen = page.items.at(-1)?.n ?? wanted.after;
      if (visit.n <= seen) continue;
      if (visit.n > wanted.acknowledged || page.items.length >= wanted.limit) return;
      page.items.push(visit);
    }
  }
}

async function firstCount(file: File, size: number): Promise<number | null> {
  for await (const section of scan(file, 0, size)) {
    if (section.kind === 'commit') return section.commit.first;
  }
  return null;
}

/** An offset from which a scan meets every visit above `after`, found by halves: counts only grow. */
async function offsetBefore(file: File, size: number, after: number): Promise<number> {
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
