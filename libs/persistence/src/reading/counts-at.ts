import { HEAD_BYTES, LF, LINE_HEAD } from '../format/record';
import { readRange } from '../volume/transfer';
import type { File, Volume } from '../volume/volume';
import { withLogs } from './log-pair';
import { asReadError } from './read-error';
import { readVolume } from './reader';

/** What a search by time found; times as lines have them, so that they compare as text. */
export interface CountsAt {
  /** For each time asked for, how many visits were counted before it. */
  readonly counts: readonly number[];
  /** The acknowledged count. */
  readonly visits: number;
  /** The oldest line that is kept; null where none is. Nothing is known of the times before it, unless it is the first. */
  readonly oldest: Head | null;
}

export interface Head {
  readonly n: number;
  readonly at: string;
}

interface Span {
  /** The lines that begin behind an LF in [low, high), and the one at 0. */
  readonly low: number;
  readonly high: number;
  /** The count before the first line behind them. */
  readonly above: number;
}

/** So few bytes are read at once instead of halved once more. */
const CHUNK_BYTES = 16_384;
/** Where bytes are no lines of ours, the next one is looked for in steps of this length. */
const STEP_BYTES = 65_536;
/** More than the longest line of a commit, and the head of the next one. */
const PROBE_BYTES = 4096;
const TIME_LENGTH = '2026-11-21T13:45:04.123Z'.length;

/**
 * How many visits were counted before each of these times, which ascend. Counts are absolute, so each is found by
 * halves: the price grows with the times asked for and hardly with the log. Where a clock was set back, a count is that
 * of some line around the time. Rejects with ReadError.
 */
export async function countsAt(volume: Volume, times: readonly string[]): Promise<CountsAt> {
  try {
    const { visits } = await readVolume(volume);
    const found = new Map<string, number>();
    const oldest = await withLogs(volume, async ({ previous, log }) => {
      let above = visits;
      let rest = [...new Set(times)];
      let first: Head | null = null;
      for (const file of [log, previous]) {
        if (!file) continue;
        const { size } = await file.stat();
        const head = await firstHead(file, size);
        if (!head) continue;
        const within = rest.filter((time) => time > head.at);
        await search(file, { low: 0, high: size, above }, within, found);
        rest = rest.filter((time) => time <= head.at);
        above = head.n - 1;
        first = head;
      }
      for (const time of rest) found.set(time, above);
      return first;
    });
    return { counts: times.map((time) => Math.min(visits, found.get(time) as number)), visits, oldest };
  } catch (error) {
    throw asReadError(error);
  }
}

async function search(
  file: File,
  span: Span,
  times: readonly string[],
  found: Map<string, number>,
): Promise<void> {
  if (times.length === 0) return;
  const { low, high, above } = span;
  if (high - low <= CHUNK_BYTES) return scan(file, span, times, found);
  const middle = Math.floor((low + high) / 2);
  const head = await headBehind(file, middle, high);
  if (!head) return search(file, { low, high: middle, above }, times, found);
  const before = times.filter((time) => time <= head.at);
  await search(file, { low, high: middle, above: head.n - 1 }, before, found);
  await search(file, { low: middle, high, above }, times.slice(before.length), found);
}

async function scan(
  file: File,
  { low, high, above }: Span,
  times: readonly string[],
  found: Map<string, number>,
) {
  const bytes = await readRange(file, low, high + HEAD_BYTES);
  const waiting = [...times];
  for (const head of headsOf(bytes, low === 0, high - low)) {
    while (waiting.length > 0 && (waiting[0] as string) <= head.at) {
      found.set(waiting.shift() as string, head.n - 1);
    }
    if (waiting.length === 0) return;
  }
  for (const time of waiting) found.set(time, above);
}

async function firstHead(file: File, size: number): Promise<Head | null> {
  const bytes = await readRange(file, 0, PROBE_BYTES);
  for (const head of headsOf(bytes, true, bytes.length)) return head;
  return headBehind(file, 0, size);
}

/** The first line behind an LF in [offset, end): one glance where lines are ours, steps where damage is. */
async function headBehind(file: File, offset: number, end: number): Promise<Head | null> {
  for (let from = offset, length = PROBE_BYTES; from < end; from += length, length = STEP_BYTES) {
    const bytes = await readRange(file, from, from + length + HEAD_BYTES);
    for (const head of headsOf(bytes, false, Math.min(length, end - from))) return head;
  }
  return null;
}

/** The heads of the lines behind each LF before `limit`, and of the one at 0 where a line begins there. */
function* headsOf(bytes: Buffer, isStart: boolean, limit: number): Generator<Head> {
  let at = isStart ? 0 : bytes.indexOf(LF) + 1;
  while ((isStart && at === 0) || (at > 0 && at <= limit)) {
    const text = bytes.toString('latin1', at, at + HEAD_BYTES);
    const found = LINE_HEAD.exec(text);
    if (found) yield { n: Number(found[1]), at: text.slice(0, TIME_LENGTH) };
    at = bytes.indexOf(LF, at) + 1;
    isStart = false;
  }
}
