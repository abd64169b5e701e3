import { VIEW, LOG, PREVIOUS_LOG, REPLICA } from '../format/layout';
import type { Damage } from '../format/judge';
import { readHolder, type Holder } from '../volume/lock';
import { withLogs } from '../reading/log-pair';
import { addPiece, scanLog } from '../reading/log-scan';
import { lookAt, type Look } from '../reading/look';
import type { Piece } from '../format/evidence';
import { asReadError, ReadError } from '../reading/read-error';
import { interpret } from '../reading/reader';
import { readReplica } from '../volume/replica-file';
import { baseOf, type Replica, type ReplicaContent } from '../format/replica';
import { foreignDetail, type ViewContent } from '../format/view';
import type { File, Volume } from '../volume/volume';

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
/** A commit can end, or be taken back, between our look at the log and its scan. */
const MAX_LOOKS = 20;
const CHUNK_BYTES = 4_194_304;

/** Reads everything, writes nothing, takes no lock; the volume may be in use. Rejects with ReadError. */
export async function checkVolume(volume: Volume, onProgress?: Progress): Promise<VolumeCheck> {
  return (await examine(volume, onProgress)).check;
}

export async function examine(volume: Volume, onProgress: Progress = () => undefined): Promise<Examination> {
  try {
    await volume.space(); // says plainly that the directory is missing, or no directory
    for (let start = 0; start < MAX_STARTS; start += 1) {
      const found = await withLogs(volume, ({ previous, log }) =>
        examineFiles(volume, new LogScan(PREVIOUS_LOG, previous), new LogScan(LOG, log), onProgress),
      );
      if (found) return found;
    }
  } catch (error) {
    throw asReadError(error);
  }
  throw new ReadError('io-error', 'The log was replaced again and again.');
}

/** One log from end to end. It goes on where the file has grown. */
class LogScan {
  readonly pieces: Piece[] = [];
  commits = 0;
  lines = 0;
  /** Up to here it is verified: the end of its last valid commit. */
  known = 0;

  constructor(
    readonly name: string,
    readonly file: File | null,
  ) {}

  /** All up to `size`, also what no valid commit covers at its end. */
  async advance(size: number, onBytes: (bytes: number) => void = () => undefined): Promise<void> {
    if (!this.file) return;
    if (this.pieces.at(-1)?.kind === 'unknown') this.pieces.pop(); // its end; a commit may have become whole there
    for await (const section of scanLog(this.file, this.known, size, CHUNK_BYTES)) {
      addPiece(this.pieces, this.name, section);
      onBytes(section.end - section.start);
      if (section.kind === 'unknown') continue;
      this.known = section.end;
      this.commits += section.commits;
      this.lines += section.last - section.first + 1;
    }
  }
}

/** null: the log's path, or what it held, changed under us. */
async function examineFiles(
  volume: Volume,
  older: LogScan,
  newer: LogScan,
  onProgress: Progress,
): Promise<Examination | null> {
  const sizes = [(await older.file?.stat())?.size ?? 0, (await newer.file?.stat())?.size ?? 0] as const;
  const identity = (await newer.file?.stat())?.identity ?? null;
  const total = sizes[0] + sizes[1];
  let done = 0;
  const onBytes = (bytes: number): void => onProgress((done += bytes), total);
  await older.advance(sizes[0], onBytes);
  await newer.advance(sizes[1], onBytes);
  for (let attempt = 1; attempt <= MAX_LOOKS; attempt += 1) {
    const look = await lookAt(volume);
    if (look.logIdentity !== identity || look.log.size < newer.known) return null;
    await newer.advance(look.log.size);
    // A failed commit may have been taken back, and another one stand in its place.
    if (newer.known !== look.log.end) continue;
    return report(volume, look, older, newer);
  }
  return null;
}

/** The reader's findings, with all of both logs for evidence in the place of their ends. */
async function report(volume: Volume, ends: Look, older: LogScan, newer: LogScan): Promise<Examination> {
  const replica = await readReplica(volume);
  const log = { ...ends.log, pieces: newer.pieces };
  const previous = ends.previous && { ...ends.previous, pieces: older.pieces };
  const look = { ...ends, log, previous };
  const { torn: _torn, damage, ...found } = interpret(look, baseOf(replica));
  const pieces = [...older.pieces, ...newer.pieces];
  const known = replica.kind === 'known' ? replica.replica : null;
  const check: VolumeCheck = {
    ...found,
    state: found.state === 'missing' && replica.kind !== 'missing' ? 'empty' : found.state,
    format: known?.format ?? null,
    replica: known,
    first: pieces.find((piece) => piece.kind === 'run')?.first ?? null,
    last: (log.commit ?? previous?.commit)?.last ?? null,
    commits: older.commits + newer.commits,
    lines: older.lines + newer.lines,
    bytes: look.log.size + (previous?.size ?? 0),
    view: look.view.kind === 'count' ? look.view.count : null,
    holder: look.served ? await readHolder(volume) : null,
    damage: [...damage, ...besides(look.view, replica)],
  };
  return { check, pieces, view: look.view, replica };
}

/** What is wrong beside the logs. An opening sets both aside. */
function besides(view: ViewContent, replica: ReplicaContent): Damage[] {
  const damage: Damage[] = [];
  const whole = { offset: 0, length: 0 };
  if (view.kind === 'foreign') damage.push({ file: VIEW, ...whole, detail: foreignDetail(view) });
  if (replica.kind === 'unreadable') {
    const detail = 'it cannot be read, so that the next start gives the volume a new id';
    damage.push({ file: REPLICA, ...whole, detail });
  }
  return damage;
}
