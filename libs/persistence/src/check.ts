import { LogCheck, type Piece, type Unknown } from './check-log';
import { verdict, type Verdict } from './check-verdict';
import { LOG, MAX_COMMIT_BYTES, PREVIOUS_LOG } from './layout';
import { isServed, readHolder, type Holder } from './lock';
import { withLogs } from './log-pair';
import { asReadError, ReadError } from './read-error';
import type { Damage } from './recover';
import { baseOf, readReplica, type Replica, type ReplicaContent } from './replica';
import { shownCounts } from './shown-counts';
import { readRange } from './transfer';
import { readView, type ViewContent } from './view';
import type { File, Volume } from './volume';

/** What a full check of a volume found: every commit's checksum, every count. */
export interface VolumeCheck {
  /** `missing`: no file of ours. `empty`: files, but no visit yet. */
  readonly state: 'ok' | 'empty' | 'missing';
  /** null where no replica.json says it. */
  readonly format: number | null;
  readonly replica: Replica | null;
  /** Acknowledged, as far as anything on the volume proves it: also the damaged lines that still show their count. */
  readonly visits: number;
  readonly updatedAt: string | null;
  /** Of the lines that are kept; null where none is. */
  readonly first: number | null;
  readonly last: number | null;
  readonly commits: number;
  readonly lines: number;
  readonly bytes: number;
  /** visits.txt; null where it holds no integer. */
  readonly view: number | null;
  /** A process is counting on it now, and who says so in LOCK. */
  readonly served: boolean;
  readonly holder: Holder | null;
  /** Behind the last commit while nobody counts: the next start moves them to visits.log.torn. No damage. */
  readonly tornBytes: number;
  readonly damage: readonly Damage[];
}

/** A check and what a repair builds on. */
export interface Examination {
  readonly check: VolumeCheck;
  readonly pieces: readonly Piece[];
  readonly view: ViewContent;
  readonly replica: ReplicaContent;
}

export type Progress = (doneBytes: number, totalBytes: number) => void;

/** A rotation under our eyes means to look again from the start. */
const MAX_STARTS = 5;
/** A commit can end between our looks at the log and at the view. */
const MAX_LOOKS = 20;

/** Reads everything, writes nothing, takes no lock; the volume may be in use. Rejects with ReadError. */
export async function checkVolume(volume: Volume, onProgress?: Progress): Promise<VolumeCheck> {
  return (await examine(volume, onProgress)).check;
}

export async function examine(volume: Volume, onProgress: Progress = () => undefined): Promise<Examination> {
  try {
    await volume.space(); // says plainly that the directory is missing, or no directory
    for (let start = 0; start < MAX_STARTS; start += 1) {
      const found = await withLogs(volume, async ({ previous, log }) => {
        const [older, newer] = [new LogCheck(PREVIOUS_LOG), new LogCheck(LOG)];
        return examineFiles({ volume, previous, log, older, newer }, onProgress);
      });
      if (found) return found;
    }
  } catch (error) {
    throw asReadError(error);
  }
  throw new ReadError('io-error', 'The log was replaced again and again.');
}

interface Logs {
  readonly volume: Volume;
  readonly previous: File | null;
  readonly log: File | null;
  readonly older: LogCheck;
  readonly newer: LogCheck;
}

/** The log's end, then who serves, then the view: the reader's order. */
interface Look {
  readonly size: number;
  readonly rest: Unknown | null;
  readonly served: boolean;
  readonly view: ViewContent;
  readonly replica: ReplicaContent;
}

/** null: the log's path, or what it held, changed under us. */
async function examineFiles(logs: Logs, onProgress: Progress): Promise<Examination | null> {
  const { volume, previous, log, older, newer } = logs;
  const start = await log?.stat();
  const isCurrent = async (): Promise<boolean> => (await volume.stat(LOG))?.identity === start?.identity;
  if (!(await isCurrent())) return null;
  const olderSize = (await previous?.stat())?.size ?? 0;
  const total = olderSize + (start?.size ?? 0);
  let done = 0;
  const onBytes = (bytes: number): void => onProgress((done += bytes), total);
  if (previous) await older.advance(previous, olderSize, onBytes);
  const left = older.rest(olderSize);
  for (let attempt = 1; ; attempt += 1) {
    const size = (await log?.stat())?.size ?? 0;
    if (size < newer.known) return null; // a failed commit was taken back
    if (log) await newer.advance(log, size, attempt === 1 ? onBytes : undefined);
    const served = await isServed(volume);
    const view = await readView(volume);
    const look: Look = { size, rest: newer.rest(size), served, view, replica: await readReplica(volume) };
    if (!(await isCurrent())) return null;
    const pieces = [...older.pieces, ...(left ? [left] : []), ...newer.pieces];
    const rest = log && look.rest ? { piece: look.rest, bytes: await endOf(log, look.rest) } : null;
    if (rest) pieces.push(rest.piece);
    const last = newer.last ?? older.last;
    const found = verdict({ pieces, last, rest, view, replica: look.replica });
    if (!found.openEnd || attempt >= MAX_LOOKS || (rest && rest.bytes.length > MAX_COMMIT_BYTES)) {
      const check = await report(logs, pieces, look, found, total - (start?.size ?? 0) + size);
      return { check, pieces, view, replica: look.replica };
    }
  }
}

function endOf(log: File, { start, end }: Unknown): Promise<Buffer> {
  return readRange(log, start, Math.min(end, start + MAX_COMMIT_BYTES + 1));
}

/** The largest count that damaged lines behind the last commit still show, as the opening will count on from it. */
async function shownBehind(logs: Logs, pieces: readonly Piece[], torn: boolean): Promise<number> {
  let last = logs.newer.last?.last ?? logs.older.last?.last ?? null;
  for (const piece of pieces.slice(pieces.findLastIndex(({ kind }) => kind === 'run') + 1)) {
    const file = piece.file === LOG ? logs.log : logs.previous;
    if (!file || (torn && piece.file === LOG)) continue;
    const { count } = await shownCounts(file, piece, last);
    last = Math.max(last ?? 0, count);
  }
  return last ?? 0;
}

async function report(
  logs: Logs,
  pieces: readonly Piece[],
  { rest, served, view, replica }: Look,
  { torn, damage }: Verdict,
  bytes: number,
): Promise<VolumeCheck> {
  const { volume, previous, log, older, newer } = logs;
  const commit = newer.last ?? older.last;
  const viewed = view.kind === 'count' ? view.count : null;
  const largest = pieces.reduce(
    (most, piece) => (piece.kind === 'run' ? Math.max(most, piece.last) : most),
    0,
  );
  // While somebody counts, the newest commit may still fail; the view holds what was answered.
  const pending = served && commit && viewed !== null && viewed < commit.last && viewed >= commit.first - 1;
  const inLog = pending && largest === commit.last ? viewed : largest;
  const proven = Math.max(inLog, viewed ?? 0, baseOf(replica));
  const toldOtherwise = viewed !== null && viewed > 0 && (served || commit === null);
  const visits = Math.max(proven, toldOtherwise ? 0 : await shownBehind(logs, pieces, torn));
  const known = replica.kind === 'known' ? replica.replica : null;
  const missing = !log && !previous && view.kind === 'absent' && replica.kind === 'missing';
  return {
    state: visits > 0 ? 'ok' : missing ? 'missing' : 'empty',
    format: known?.format ?? null,
    replica: known,
    visits,
    updatedAt: commit?.at ?? null,
    first: pieces.find((piece) => piece.kind === 'run')?.first ?? null,
    last: commit?.last ?? null,
    commits: older.commits + newer.commits,
    lines: older.lines + newer.lines,
    bytes,
    view: viewed,
    served,
    holder: served ? await readHolder(volume) : null,
    tornBytes: torn && rest && !served ? rest.end - rest.start : 0,
    damage,
  };
}
