import { randomBytes } from 'node:crypto';
import { JournalError } from '../errors';
import { LOG, MAX_COMMIT_BYTES, MAX_TORN_BYTES, PREVIOUS_LOG, PROBE, REPLICA, TORN } from '../format/layout';
import { lockLog, type Lock } from '../volume/lock';
import { LF } from '../format/record';
import type { LogEnd } from '../format/evidence';
import { readLogEnd } from '../reading/log-end';
import { previousOf } from '../reading/look';
import { judge, type Damage, type Known } from '../format/judge';
import { readReplica, writeReplica } from '../volume/replica-file';
import { baseOf, type Replica, type ReplicaContent } from '../format/replica';
import { defaultKeepBytes } from '../volume/space';
import type { SessionParts } from './session';
import { closing, readRange, replaceFile, writeFully } from '../volume/transfer';
import { FOREIGN_VIEW, readForeignView, View, type ForeignView } from '../volume/view-file';
import type { ViewContent } from '../format/view';
import { readView } from '../volume/view-file';
import type { File, Volume } from '../volume/volume';

export interface OpeningOptions {
  readonly volume: Volume;
  readonly lock: Lock;
  readonly pod: string;
  readonly claim: string;
  readonly keepBytes: number | undefined;
  readonly known: Known;
  readonly now: () => Date;
  readonly newReplicaId: () => string;
}

export interface Opened {
  readonly parts: SessionParts;
  readonly replica: Replica;
  readonly updatedAt: string | null;
  readonly damage: readonly Damage[];
  readonly tornBytes: number;
  /** Visits that the log holds and the view did not: durable, but perhaps never answered. */
  readonly recoveredVisits: number;
  /** An earlier content of visits.txt that was no integer, while its file is still there. */
  readonly foreign: ForeignView | null;
}

/** Takes a locked volume from any state that a crash may leave to one that can count. null: another process has the log. */
export async function openLog(options: OpeningOptions): Promise<Opened | null> {
  const { volume } = options;
  const [replica, found] = await together([
    readReplica(volume), // a newer format is refused before anything is touched
    volume.stat(LOG),
  ]);
  // A log that was renamed away may not be durably so: a new one must not take its place before.
  if (found === null) await volume.sync();
  const log = await volume.open(LOG, 'synced');
  let view: View | null = null;
  let probed: Promise<void> | null = null;
  try {
    if (!lockLog(log)) {
      await log.close();
      return null;
    }
    probed = probe(volume); // the longest of all steps, and it needs none of the others
    probed.catch(() => undefined); // looked at below; a full disk must not end the process before
    const [{ tail, previous }, [content, seen]] = await together([readEnds(volume, log), readViews(volume)]);
    const { known } = options;
    const findings = judge({ log: tail, previous, view: content, base: baseOf(replica), known });
    if (content.kind === 'foreign' && content.isTooLarge && findings.count === 0) {
      throw new JournalError('count-limit', { detail: `visits.txt holds ${content.shown}.` });
    }
    const tornBytes = findings.torn ? tail.size - tail.end : 0;
    if (findings.torn) await cutTorn(volume, log, tail);
    // Where the view is there already no name is made after this: three syncs at once cost little more than one.
    const isNamed = content.kind === 'count';
    const last = rewriteLast(volume, log, tail, previous);
    await together([last, probed, options.lock.sync(), isNamed ? volume.sync() : Promise.resolve()]);
    const offset = findings.torn ? tail.end : await endWithLf(log, tail);
    view = await View.open(volume, content, findings.count, findings.beyondLog);
    if (findings.beyondLog) await view.sync();
    // Visits that stood in a log may be known to others by the id that is lost; an adopted count is nobody's.
    const isCounted = tail.commit !== null || previous !== null || tail.shown.count > 0;
    const identity = await identify(options, replica, isCounted ? findings.count : 0);
    if (!isNamed) await volume.sync();
    await options.lock.serve();
    const rotateAtBytes = (options.keepBytes ?? defaultKeepBytes(await volume.space())) / 2;
    const written = tail.commit && { bytes: tail.commitBytes, start: tail.commit.start };
    const { count, recoveredVisits, updatedAt } = findings;
    const parts = { volume, lock: options.lock, log, view, offset, written, count, rotateAtBytes };
    const damage = [...findings.damage, ...damageOf(replica)];
    const foreign = content.kind === 'foreign' ? { file: FOREIGN_VIEW, shown: content.shown } : seen;
    return { parts, replica: identity, updatedAt, damage, tornBytes, recoveredVisits, foreign };
  } catch (error) {
    await Promise.allSettled([probed]);
    await Promise.allSettled([log.close(), view?.close()]);
    throw error;
  }
}

async function readEnds(volume: Volume, log: File): Promise<{ tail: LogEnd; previous: LogEnd | null }> {
  const tail = await readLogEnd(log, LOG, (await log.stat()).size);
  return { tail, previous: await previousOf(volume, tail) };
}

/** One by one: on a disk that hangs each call at once keeps a thread of the pool. */
async function readViews(volume: Volume): Promise<[ViewContent, ForeignView | null]> {
  return [await readView(volume), await readForeignView(volume)];
}

/** Waits for all of them also where one fails: nothing may be under way when the opening ends. */
async function together<T extends readonly unknown[]>(calls: { [K in keyof T]: Promise<T[K]> }): Promise<T> {
  await Promise.allSettled(calls);
  return (await Promise.all(calls)) as unknown as T;
}

/** Keeps a torn tail for whoever wants to look at it, durably, before it is cut from the log. */
async function keepTorn(volume: Volume, bytes: Buffer): Promise<void> {
  const file = await volume.open(TORN, 'create');
  await closing(file, async () => {
    const { size } = await file.stat();
    if (size + bytes.length > MAX_TORN_BYTES) return void (await replaceFile(volume, TORN, bytes));
    await writeFully(file, bytes, size);
    await file.sync();
  });
  await volume.sync(); // the cut that follows is durable, so its name has to be
}

async function cutTorn(volume: Volume, log: File, tail: LogEnd): Promise<void> {
  await keepTorn(volume, tail.rest);
  await log.truncate(tail.end);
  await log.sync();
}

/** The page cache can hold what a failed sync lost: what we count on is written and synced by ourselves. */
async function rewriteLast(volume: Volume, log: File, tail: LogEnd, previous: LogEnd | null): Promise<void> {
  if (tail.commit) {
    await writeFully(log, tail.commitBytes, tail.commit.start);
    await log.datasync(); // and what somebody copied into the volume before it
  } else if (previous?.commit) {
    const file = await volume.open(PREVIOUS_LOG, 'write');
    const { start } = previous.commit;
    await closing(file, async () => {
      await writeFully(file, previous.commitBytes, start);
      await file.datasync();
    });
  }
}

/** A full disk still takes small writes: without a whole batch it would turn ready and fail, again and again. */
async function probe(volume: Volume): Promise<void> {
  const file = await volume.open(PROBE, 'replace');
  try {
    await closing(file, async () => {
      await writeFully(file, randomBytes(MAX_COMMIT_BYTES), 0); // random: nothing can compress it away
      await file.sync();
    });
  } finally {
    await volume.remove(PROBE);
  }
}

async function identify(options: OpeningOptions, found: ReplicaContent, base: number): Promise<Replica> {
  if (found.kind === 'known') return found.replica;
  const { pod, claim } = options;
  const replica = options.newReplicaId();
  const made: Replica = { format: 1, replica, base, createdAt: options.now().toISOString(), pod, claim };
  await writeReplica(options.volume, found, made);
  return made;
}

/** Its visits went on under a new id, and nobody would see why. */
function damageOf({ kind }: ReplicaContent): Damage[] {
  if (kind !== 'unreadable') return [];
  const detail = `it could not be read: the volume has a new id, and the file is kept as ${REPLICA}.foreign`;
  return [{ file: REPLICA, offset: 0, length: 0, detail }];
}

/**
 * Damaged bytes stay; the next commit needs a line of its own. A space before its LF: the LF alone may be all that a
 * commit in them lacks, and nobody was answered for that one.
 */
async function endWithLf(log: File, tail: LogEnd): Promise<number> {
  if (tail.size === tail.end) return tail.size;
  const [last] = await readRange(log, tail.size - 1, tail.size);
  if (last === LF) return tail.size;
  const end = Buffer.from(' \n');
  await writeFully(log, end, tail.size);
  return tail.size + end.length;
}
