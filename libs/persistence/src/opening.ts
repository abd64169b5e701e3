import { randomBytes } from 'node:crypto';
import { LOG, MAX_COMMIT_BYTES, PREVIOUS_LOG, PROBE } from './layout';
import type { Lock } from './lock';
import { judge, type Known } from './judgement';
import type { Damage } from './recover';
import { baseOf, readReplica, writeReplica, type Replica, type ReplicaContent } from './replica';
import { defaultKeepBytes } from './room';
import { lockLog } from './rotation';
import type { SessionParts } from './session';
import { readTail, type LogTail } from './tail';
import { keepTorn } from './torn';
import { closing, openIfThere, readRange, writeFully } from './transfer';
import { readView, View } from './view';
import type { File, Volume } from './volume';

const LF = 0x0a;

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
}

/** Takes a locked volume from any state that a crash may leave to one that can count. null: another process has the log. */
export async function openLog(options: OpeningOptions): Promise<Opened | null> {
  const { volume } = options;
  const [replica, found] = await Promise.all([
    readReplica(volume), // a newer format is refused before anything is touched
    volume.stat(LOG),
  ]);
  // A log that was renamed away may not be durably so: a new one must not take its place before.
  if (found === null) await volume.sync();
  const log = await volume.open(LOG, 'create');
  let view: View | null = null;
  let room: Promise<void> | null = null;
  try {
    if (!lockLog(log)) {
      await log.close();
      return null;
    }
    room = probe(volume); // the longest of all steps, and it needs none of the others
    room.catch(() => undefined); // looked at below; a full disk must not end the process before
    const [{ tail, previous }, content] = await Promise.all([readEnd(volume, log), readView(volume)]);
    const findings = judge(tail, previous, content, baseOf(replica), options.known);
    const tornBytes = findings.torn ? tail.size - tail.end : 0;
    if (findings.torn) await cutTorn(volume, log, tail);
    // Where the view is there already no name is made after this: three syncs at once cost little more than one.
    const isNamed = content.kind === 'count';
    const last = rewriteLast(volume, log, tail, previous);
    await together([last, room, isNamed ? volume.sync() : Promise.resolve()]);
    const offset = findings.torn ? tail.end : await endWithLf(log, tail);
    view = await View.open(volume, content, findings.count);
    if (findings.beyondLog) await view.sync();
    // Visits that stood in a log may be known to others by the id that is lost; an adopted count is nobody's.
    const isCounted = tail.commit !== null || previous !== null || tail.shown.count > 0;
    const identity = await identify(options, replica, isCounted ? findings.count : 0);
    if (!isNamed) await volume.sync();
    await options.lock.serve();
    const rotateAtBytes = (options.keepBytes ?? defaultKeepBytes(await volume.space())) / 2;
    const parts = { volume, lock: options.lock, log, view, offset, count: findings.count, rotateAtBytes };
    const { damage, recoveredVisits, updatedAt } = findings;
    return { parts, replica: identity, updatedAt, damage, tornBytes, recoveredVisits };
  } catch (error) {
    await Promise.allSettled([room]);
    await Promise.allSettled([log.close(), view?.close()]);
    throw error;
  }
}

/** `.1` is looked at only where the log has no commit. */
async function readEnd(volume: Volume, log: File): Promise<{ tail: LogTail; previous: LogTail | null }> {
  const tail = await readTail(log, (await log.stat()).size);
  const file = tail.commit ? null : await openIfThere(volume, PREVIOUS_LOG);
  if (!file) return { tail, previous: null };
  return { tail, previous: await closing(file, async () => readTail(file, (await file.stat()).size)) };
}

/** Waits for all of them also where one fails: nothing may be under way when the opening ends. */
async function together(calls: readonly Promise<void>[]): Promise<void> {
  for (const call of await Promise.allSettled(calls)) if (call.status === 'rejected') throw call.reason;
}

async function cutTorn(volume: Volume, log: File, tail: LogTail): Promise<void> {
  await keepTorn(volume, tail.rest);
  await log.truncate(tail.end);
  await log.sync();
}

/** The page cache can hold what a failed sync lost: what we count on is written and synced by ourselves. */
async function rewriteLast(
  volume: Volume,
  log: File,
  tail: LogTail,
  previous: LogTail | null,
): Promise<void> {
  if (tail.commit) {
    await writeFully(log, tail.commitBytes, tail.commit.start);
    await log.datasync();
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

/** Damaged bytes stay; the next commit needs a line of its own. */
async function endWithLf(log: File, tail: LogTail): Promise<number> {
  if (tail.size === tail.end) return tail.size;
  const [last] = await readRange(log, tail.size - 1, tail.size);
  if (last === LF) return tail.size;
  await writeFully(log, Buffer.from('\n'), tail.size);
  await log.datasync();
  return tail.size + 1;
}
