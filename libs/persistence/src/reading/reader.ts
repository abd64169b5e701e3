import { judge, NOTHING_KNOWN, type Damage, type Findings } from '../format/judge';
import { LOG } from '../format/layout';
import { acknowledged, lookAt, type Look } from './look';
import { asReadError, ReadError } from './read-error';
import { readReplica } from '../volume/replica-file';
import { baseOf, type Replica } from '../format/replica';
import type { Volume } from '../volume/volume';

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

/** Reads by path, without a lock and without leaving anything behind. Rejects with ReadError. */
export async function readVolume(volume: Volume): Promise<VolumeReading> {
  try {
    const space = await volume.space();
    const replica = await readReplica(volume);
    const look = await lookAt(volume);
    const sizeBytes = look.log.size + (look.previous?.size ?? 0);
    const { torn, ...found } = interpret(look, baseOf(replica));
    if (found.visits === 0 && look.log.size > look.log.end && !torn) {
      throw new ReadError('damaged', 'The log holds bytes, but no valid commit, and visits.txt no count.');
    }
    return { ...found, replica: replica.kind === 'known' ? replica.replica : null, sizeBytes, ...space };
  } catch (error) {
    throw asReadError(error);
  }
}

export type Interpretation = Pick<
  VolumeReading,
  'visits' | 'updatedAt' | 'state' | 'served' | 'tornBytes' | 'damage'
> &
  Pick<Findings, 'torn'>;

/** What one look means to one that only reads. */
export function interpret(look: Look, base: number): Interpretation {
  const { log, logIdentity, previous, served, view, settled } = look;
  const { torn, count, damage } = judge({ log, previous, view, base, known: NOTHING_KNOWN });
  const answered = acknowledged(look);
  // A view that is kept holds all that was answered; without it the next opening counts on from what it finds.
  const visits = Math.max(answered.visits, served && view.kind === 'count' ? base : count);
  const missing = logIdentity === null && !previous && view.kind === 'absent';
  return {
    visits,
    updatedAt: answered.updatedAt,
    state: visits > 0 ? 'ok' : missing ? 'missing' : 'empty',
    served,
    torn,
    tornBytes: torn && !served ? log.size - log.end : 0,
    // A log and a view of two moments contradict each other.
    damage: damage.filter(({ file, offset }) => settled || file !== LOG || offset < log.end),
  };
}
