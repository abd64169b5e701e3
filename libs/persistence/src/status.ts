import type { JournalError } from './errors';
import type { Known } from './judgement';
import type { JournalState, Lifecycle } from './lifecycle';
import type { Holder } from './lock';
import type { Opened } from './opening';
import type { Visit } from './record';
import type { Damage } from './recover';
import type { Replica } from './replica';

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
}

/** The facts behind the status. */
export class JournalFacts {
  #visits = 0;
  #inLog = 0;
  holder: Holder | null = null;
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
    this.#damage = merge(this.#damage, found.damage);
    this.#tornBytes += found.tornBytes;
    this.#recoveredVisits += found.recoveredVisits;
  }

  renewed(replica: Replica): void {
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
    };
  }
}

/** What was damaged once stays told, and is told once. */
function merge(known: readonly Damage[], found: readonly Damage[]): readonly Damage[] {
  const key = ({ file, offset, detail }: Damage): string => `${file}:${offset}:${detail}`;
  const told = new Set(known.map(key));
  return [...known, ...found.filter((damage) => !told.has(key(damage)))];
}
