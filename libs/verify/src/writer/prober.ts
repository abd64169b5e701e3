import type { RunClock } from '../run-clock';
import { exchange } from './exchange';
import type { LedgerFile } from './ledger-file';

const PERIOD_MS = 50;
const TIMEOUT_MS = 1_000;

/**
 * Asks `GET /visits` twenty times a second whatever is answered: a closed loop would not see the time in which it waits.
 * Never a route that counts.
 */
export class Prober {
  #ended = false;
  #next = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Answered with 200 without a break, up to now. */
  goodInARow = 0;

  constructor(
    private readonly origins: readonly string[],
    private readonly clock: RunClock,
    private readonly ledger: LedgerFile,
  ) {}

  start(): void {
    const startMs = this.clock.ms;
    const schedule = () => {
      const dueMs = startMs + this.#next * PERIOD_MS;
      this.#timer = setTimeout(
        () => {
          void this.#ask(dueMs, this.origins[this.#next % this.origins.length] as string);
          this.#next++;
          if (!this.#ended) schedule();
        },
        Math.max(0, dueMs - this.clock.ms),
      );
    };
    schedule();
  }

  /** What is still under way is not written any more. */
  stop(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  async #ask(dueMs: number, origin: string): Promise<void> {
    const lateMs = Math.max(0, this.clock.ms - dueMs);
    const { status, error } = await exchange({
      origin,
      method: 'GET',
      path: '/visits',
      headers: { accept: 'application/json', 'user-agent': 'visits-verify' },
      timeoutMs: TIMEOUT_MS,
    });
    const good = status === 200 && error === undefined;
    this.goodInARow = good ? this.goodInARow + 1 : 0;
    if (this.#ended) return;
    const seen = error === undefined ? status : undefined;
    // A timer may be early by a fraction of a millisecond.
    const latencyMs = Math.max(0, this.clock.ms - dueMs);
    this.ledger.write({ kind: 'probe', ms: dueMs, lateMs, latencyMs, status: seen });
  }
}
