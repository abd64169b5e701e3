/** The run's one clock: milliseconds since its start, monotonic, bound to a wall clock once. */
export class RunClock {
  readonly startedAt = new Date();
  #originMs: number | undefined = performance.now();

  /** One that stands at 0 until it is bound: the ledger's clock runs elsewhere, and has not begun. */
  static unbound(): RunClock {
    const clock = new RunClock();
    clock.#originMs = undefined;
    return clock;
  }

  get ms(): number {
    if (this.#originMs === undefined) return 0;
    return Math.max(0, Math.round((performance.now() - this.#originMs) * 1000) / 1000);
  }

  /** `originMs`: this process's `performance.now()` at the ledger's 0. */
  bind(originMs: number): void {
    this.#originMs = originMs;
  }
}
