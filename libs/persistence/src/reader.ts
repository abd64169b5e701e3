import { judge, NOTHING_KNOWN } from './judgement';
import { LOG, PREVIOUS_LOG } from './layout';
import { isServed } from './lock';
import { asReadError, ReadError } from './read-error';
import type { Damage } from './recover';
import { baseOf, readReplica, type Replica, type ReplicaContent } from './replica';
import { EMPTY_TAIL, readTail, type LogTail } from './tail';
import { closing, openIfThere } from './transfer';
import { readView, type ViewContent } from './view';
import type { Volume } from './volume';

/** What a volume says, to anyone who may read it, whether or not a process is counting on it. */
export interface VolumeReading {
  /** Never goes down from one reading to the next: not in a failed commit, over a rotation, or after a crash. */
  readonly visits: number;
  readonly updatedAt: string | null;
  readonly replica: Replica | null;
  /** `missing`: no file of ours. `empty`: files, but no visit yet. */
  readonly state: 'ok' | 'empty' | 'missing';
  /** A process is counting on it now. */
  readonly served: boolean;
  /** Both log files together. */
  readonly sizeBytes: number;
  readonly availableBytes: number;
  readonly capacityBytes: number;
  /** Behind the last commit while nobody counts: the next opening moves them to visits.log.torn. */
  readonly tornBytes: number;
  readonly damage: readonly Damage[];
}

/** A busy writer can be ahead of our look at the log each time; its view is the count all the same. */
const MAX_ATTEMPTS = 20;

interface Look {
  readonly log: LogTail | null;
  readonly previous: LogTail | null;
  readonly served: boolean;
  readonly view: ViewContent;
  /** Log and view belong to one moment, so that a contradiction between them is damage. */
  readonly settled: boolean;
}

/** Reads by path, without a lock and without leaving anything behind. Rejects with ReadError. */
export async function readVolume(volume: Volume): Promise<VolumeReading> {
  try {
    const space = await volume.space();
    const replica = await readReplica(volume);
    const look = await lookUntilSettled(volume);
    const reading = interpret(look, replica);
    const sizeBytes = (look.log?.size ?? 0) + ((await volume.stat(PREVIOUS_LOG))?.size ?? 0);
    return { ...reading, replica: replica.kind === 'known' ? replica.replica : null, sizeBytes, ...space };
  } catch (error) {
    throw asReadError(error);
  }
}

/** The count and the time of the last acknowledged visit, as one look shows them. */
function acknowledged({ log, previous, served, view }: Look): {
  visits: number;
  updatedAt: string | null;
} {
  const tail = log?.commit ? log : previous;
  const commit = tail?.commit ?? null;
  const viewed = view.kind === 'count' ? view.count : null;
  if (!commit) return { visits: viewed ?? 0, updatedAt: null };
  if (viewed !== null && viewed > commit.last) return { visits: viewed, updatedAt: commit.at };
  // While somebody counts, the newest commit may still fail; the view holds what was answered.
  const inRange = served && viewed !== null && viewed >= commit.first - 1;
  if (!inRange || viewed === commit.last) return { visits: commit.last, updatedAt: commit.at };
  return { visits: viewed, updatedAt: tail?.before?.at ?? commit.at };
}

async function lookUntilSettled(volume: Volume): Promise<Look> {
  let before: Look | null = null;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const look = await lookOnce(volume);
    if (look && (!isBehind(look) || isSame(look, before))) return { ...look, settled: true };
    before = look ?? before;
  }
  if (before) return before;
  throw new ReadError('io-error', 'The log was replaced again and again.');
}

/** Nothing moved between two looks: what they do not explain, time will not explain either. */
function isSame(look: Look, before: Look | null): boolean {
  const key = ({ log, previous, view }: Look): string => JSON.stringify([log?.size, previous?.size, view]);
  return before !== null && key(look) === key(before);
}

/** The view is ahead: a commit, perhaps the first, ended between our two looks, or else the log has lost some. */
function isBehind({ log, previous, view }: Look): boolean {
  const commit = log?.commit ?? previous?.commit;
  if (view.kind !== 'count') return false;
  return commit ? view.count > commit.last : (log?.size ?? 0) > 0;
}

/**
 * The log, then who serves, then the view; no other order. Whoever serves after our look at the log has written a
 * view that covers what the log held then. null: the path changed under us.
 */
async function lookOnce(volume: Volume): Promise<Look | null> {
  const log = await tailOf(volume, LOG);
  const previous = log?.tail.commit ? null : await tailOf(volume, PREVIOUS_LOG);
  const served = await isServed(volume);
  const view = await readView(volume);
  if ((await volume.stat(LOG))?.identity !== log?.identity) return null;
  return { log: log?.tail ?? null, previous: previous?.tail ?? null, served, view, settled: false };
}

async function tailOf(volume: Volume, name: string): Promise<{ tail: LogTail; identity: string } | null> {
  const file = await openIfThere(volume, name);
  if (!file) return null;
  return closing(file, async () => {
    const { size, identity } = await file.stat();
    return { tail: await readTail(file, size), identity };
  });
}

type Interpretation = Pick<
  VolumeReading,
  'visits' | 'updatedAt' | 'state' | 'served' | 'tornBytes' | 'damage'
>;

function interpret(look: Look, replica: ReplicaContent): Interpretation {
  const { log, previous, served, view, settled } = look;
  const base = baseOf(replica);
  const findings = judge(log ?? EMPTY_TAIL, previous, view, base, NOTHING_KNOWN);
  const { visits: told, updatedAt } = acknowledged(look);
  // A view that is kept holds all that was answered; without it the next opening counts on from what it finds.
  const visits = Math.max(told, served && view.kind === 'count' ? base : findings.count);
  const rest = log ? log.size - log.end : 0;
  if (rest > 0 && visits === 0 && !findings.torn) {
    throw new ReadError('damaged', 'The log holds bytes, but no valid commit, and visits.txt no count.');
  }
  const missing = !log && !previous && view.kind === 'absent';
  return {
    visits,
    updatedAt,
    state: visits > 0 ? 'ok' : missing ? 'missing' : 'empty',
    served,
    tornBytes: findings.torn && !served ? rest : 0,
    damage: settled ? findings.damage : [],
  };
}
