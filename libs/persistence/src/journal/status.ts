import type { JournalError } from '../errors';
import type { Damage, Known } from '../format/judge';
import type { JournalState, Lifecycle } from './lifecycle';
import type { Holder } from '../volume/lock';
import type { Opened } from './recovery';
import type { Visit } from '../format/record';
import type { Replica } from '../format/replica';
import type { ForeignView } from '../volume/view-file';

/** What the journal knows of itself at this moment; no disk is asked. */
export interface JournalStatus {
  readonly state: JournalState;
  /** The last acknowledged or recovered count; 0 while never opened. */
  readonly visits: number;
  /** The time of that visit's line; null when no line is known. */
  readonly updatedAt: string | null;
  readonly replica: string | null;
  /** replica.json as it stands; null while never opened. */
  readonly identity: Replica | null;
  /** Why it is not open; null when it is. */
  readonly reason: JournalError | null;
  /** Who holds the volume, while waiting. */
  readonly holder: Holder | null;
  /** The first attempt to open has ended, in any state. */
  readonly startupEnded: boolean;
  readonly damage: readonly Damage[];
  /** Moved to visits.log.torn since the start. */
  readonly tornBytes: number;
  /** Found durable at an opening, though the view did not know of them. */
  readonly recoveredVisits: number;
  /** What was no integer in visits.txt, and is set aside until somebody has looked at it. */
  readonly foreign: ForeignView | null;
  /** Who held the volume before this process and did not end cleanly: it was killed, or the power went. */
  readonly uncleanEnd: Holder | null;
}

/** The facts behind the status. */
export class JournalFacts {
  #visits = 0;
  #inLog = 0;
  holder: Holder | null = null;
  uncleanEnd: Holder | null = null;
  foreign: ForeignView | null = null;
  #updatedAt: string | null = null;
  #identity: Replica | null = null;
  #damage: readonly Damage[] = [];
  #tornBytes = 0;
  #recoveredVisits = 0;

  get known(): Known {
    return { count: this.#visits, inLog: this.#inLog };
  }

  opened(found: Opened): void {
    this.#visits = found.parts.count;
    if (found.updatedAt !== null) this.#inLog = found.parts.count;
    this.#updatedAt = found.updatedAt;
    this.#identity = found.replica;
    this.damaged(found.damage);
    this.foreign = found.foreign;
    this.#tornBytes += found.tornBytes;
    this.#recoveredVisits += found.recoveredVisits;
  }

  damaged(found: readonly Damage[]): void {
    this.#damage = merge(this.#damage, found);
  }

  replicaRotated(replica: Replica): void {
    this.#identity = replica;
  }

  acknowledged(visit: Visit): void {
    this.#visits = visit.n;
    this.#inLog = visit.n;
    this.#updatedAt = visit.at;
  }

  status({ state, reason, startupEnded }: Lifecycle): JournalStatus {
    return {
      state,
      visits: this.#visits,
      updatedAt: this.#updatedAt,
      replica: this.#identity?.replica ?? null,
      identity: this.#identity,
      reason,
      holder: this.holder,
      startupEnded,
      damage: this.#damage,
      tornBytes: this.#tornBytes,
      recoveredVisits: this.#recoveredVisits,
      foreign: this.foreign,
      uncleanEnd: this.uncleanEnd,
    };
  }
}

/** What was damaged once stays reported, and is reported once. */
function merge(known: readonly Damage[], found: readonly Damage[]): readonly Damage[] {
  const key = ({ file, offset, detail }: Damage): string => `${file}:${offset}:${detail}`;
  const reported = new Set(known.map(key));
  return [...known, ...found.filter((damage) => !reported.has(key(damage)))];
}
