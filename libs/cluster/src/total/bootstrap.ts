import type { Exchange } from '../exchange/exchange';
import type { DurableMap } from '../replicas/durable-map';
import type { Self } from '../replicas/identity';
import type { Time } from '../time';

/** A pod on a new volume waits so long for its siblings before it shows what it has. */
const PATIENCE_MS = 30_000;

export interface BootstrapOptions {
  readonly self: () => Self;
  readonly time: Time;
}

/** A new volume does not show a small total: first the pod hears from those that may know more. */
export class Bootstrap {
  #since: number | null = null;
  #isOver = false;

  constructor(
    private readonly options: BootstrapOptions,
    private readonly map: DurableMap,
    private readonly exchange: Exchange,
  ) {}

  get isOver(): boolean {
    return this.map.isSettled || this.#isOver;
  }

  /** Ends a round: what was heard becomes durable, and complete where it is. `urgent`: somebody waits for the total. */
  async conclude(urgent: boolean): Promise<void> {
    const { self, time } = this.options;
    if (!this.map.isLoaded || self().replica === null) return;
    this.#since ??= time.monotonic();
    const isOver = time.monotonic() - this.#since >= PATIENCE_MS;
    await this.map.persist(isOver || this.#isComplete(), urgent);
    this.#isOver = isOver;
  }

  #isComplete(): boolean {
    const { lookup, table } = this.exchange;
    if (!lookup.isExpected) return true;
    // One that is complete itself has reported all that it shows.
    if (table.all.some(({ isComplete }) => isComplete)) return true;
    return lookup.failure === null && table.all.every(({ hasAnswered }) => hasAnswered);
  }
}
