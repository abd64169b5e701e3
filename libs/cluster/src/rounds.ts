import { endsWithin } from './deadline';
import type { Time } from './ports';

/** With its jitter shorter than an answer is live: between two rounds a sibling that answers is not called cached. */
const ROUND_MS = 1_900;
/** While somebody watches. */
const WATCHED_MS = 1_000;
/** A younger map is not refreshed. It keeps the writes of peers.json a second apart as well. */
const FRESH_MS = 1_000;
/** Who asks for the total waits no longer for a refresh. */
const REFRESH_MS = 500;

/** When the siblings are asked: one round at a time, whoever wants it. */
export class Rounds {
  #running: Promise<void> | null = null;
  #round: Promise<void> | null = null;
  #endedAt = -Infinity;
  #stopped = false;
  #pause = new AbortController();
  #watchers = 0;

  constructor(
    private readonly time: Time,
    private readonly random: () => number,
    private readonly round: () => Promise<void>,
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

  /** Resolves when the map is young, or when the deadline is over. All who wait share one round. */
  async refresh(): Promise<void> {
    if (this.#stopped || (this.ageMs < FRESH_MS && !this.#round)) return;
    await endsWithin(this.time, REFRESH_MS, this.#once());
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
      await this.#once();
      this.#pause = new AbortController();
      if (!this.#stopped) await this.time.sleep(this.#intervalMs(), this.#pause.signal);
    }
  }

  #once(): Promise<void> {
    this.#round ??= this.round().finally(() => {
      this.#endedAt = this.time.monotonic();
      this.#round = null;
    });
    return this.#round;
  }

  /** Jittered: pods that start together must not ask together for ever. */
  #intervalMs(): number {
    return this.#watchers > 0 ? WATCHED_MS : ROUND_MS * (0.75 + this.random() / 4);
  }
}
