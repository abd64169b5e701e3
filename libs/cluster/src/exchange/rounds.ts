import { endsWithin, type Time } from '../time';

/** With its jitter shorter than an answer is live: between two rounds a sibling that answers is not called cached. */
const ROUND_MS = 1_900;
/** While somebody watches. */
const WATCHED_MS = 1_000;
/** When all siblings were asked so lately, a request for the total does not ask them again. */
const FRESH_MS = 1_000;
/** A request for the total waits no longer for a refresh. */
const REFRESH_MS = 500;

/** When the siblings are asked: one round at a time, whoever wants it. */
export class Rounds {
  #running: Promise<void> | null = null;
  #round: { readonly wide: boolean; readonly ended: Promise<void> } | null = null;
  #endedAt = -Infinity;
  /** When the last round ended that asked everybody. */
  #completeAt = -Infinity;
  #stopped = false;
  #pause = new AbortController();
  #watchers = 0;

  constructor(
    private readonly time: Time,
    private readonly random: () => number,
    /** `wide`: for somebody who waits for the total. True when all siblings were asked. */
    private readonly round: (wide: boolean) => Promise<boolean>,
  ) {}

  get ageMs(): number {
    return this.time.monotonic() - this.#endedAt;
  }

  start(): void {
    if (!this.#stopped) this.#running ??= this.#run();
  }

  /** No round begins any more. Waits a moment for the one that runs. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.wake();
    if (this.#running) await endsWithin(this.time, REFRESH_MS, this.#running);
  }

  /** The next round begins now. */
  wake(): void {
    this.#pause.abort('over');
  }

  /** Resolves when all siblings were asked lately, or when the deadline is over. All that wait share one round. */
  async refresh(): Promise<void> {
    if (this.#stopped || (this.#isFresh && !this.#round)) return;
    await endsWithin(this.time, REFRESH_MS, this.#everybody());
  }

  get #isFresh(): boolean {
    return this.time.monotonic() - this.#completeAt < FRESH_MS;
  }

  async #everybody(): Promise<void> {
    if (this.#round && !this.#round.wide) await this.#round.ended;
    if (!this.#isFresh || this.#round) await this.#once(true);
  }

  watch(): () => void {
    this.#watchers += 1;
    if (this.#watchers === 1 && this.ageMs >= FRESH_MS) this.wake();
    let watching = true;
    return () => {
      if (watching) this.#watchers -= 1;
      watching = false;
    };
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      await this.#once(false);
      this.#pause = new AbortController();
      if (!this.#stopped) await this.time.sleep(this.#intervalMs(), this.#pause.signal);
    }
  }

  #once(wide: boolean): Promise<void> {
    this.#round ??= { wide, ended: this.#ask(wide) };
    return this.#round.ended;
  }

  async #ask(wide: boolean): Promise<void> {
    try {
      const isComplete = await this.round(wide);
      if (isComplete) this.#completeAt = this.time.monotonic();
    } finally {
      this.#endedAt = this.time.monotonic();
      this.#round = null;
    }
  }

  /** Jittered: pods that start together must not ask together for ever. */
  #intervalMs(): number {
    return this.#watchers > 0 ? WATCHED_MS : ROUND_MS * (0.75 + this.random() / 4);
  }
}
