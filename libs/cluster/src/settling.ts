import type { DurableMap } from './durable-map';
import type { Lookup } from './lookup';
import type { PeerTable } from './peer-table';
import type { Self, Time } from './ports';

/** A pod on a new volume waits so long for its siblings before it shows what it has. */
const PATIENCE_MS = 30_000;

export interface SettlingOptions {
  readonly map: DurableMap;
  readonly table: PeerTable;
  readonly lookup: Lookup;
  readonly self: () => Self;
  readonly time: Time;
}

/** A fresh volume does not show a small total: first it hears from those who may know more. */
export class Settling {
  #since: number | null = null;
  #isOver = false;

  constructor(private readonly options: SettlingOptions) {}

  get isSettled(): boolean {
    return this.options.map.isSettled || this.#isOver;
  }

  /** Ends a round: what was heard becomes durable, and complete where it is. */
  async conclude(): Promise<void> {
    const { map, self, time } = this.options;
    if (!map.isLoaded || self().replica === null) return;
    this.#since ??= time.monotonic();
    const isOver = time.monotonic() - this.#since >= PATIENCE_MS;
    await map.persist(isOver || this.#isComplete());
    this.#isOver = isOver;
  }

  #isComplete(): boolean {
    const { lookup, table } = this.options;
    if (!lookup.isExpected) return true;
    const { all } = table;
    // One that is complete itself has told us all that it shows.
    if (all.some(({ isGuide }) => isGuide)) return true;
    return lookup.failure === null && all.every(({ hasAnswered }) => hasAnswered);
  }
}
