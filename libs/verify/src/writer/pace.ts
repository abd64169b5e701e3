/** A busy loop may be late by this much and still give the turns that it owes. */
const MOST_OWED = 5;
const TICK_MS = 5;

/**
 * Turns at a common rate, first come, first served. What nobody waits for lapses: a load that fell behind does not catch
 * up in a burst.
 */
export class Pace {
  readonly #waiting: (() => void)[] = [];
  readonly #timer: NodeJS.Timeout;
  #perSecond: number;
  #ended = false;
  #owed = 0;
  #last = performance.now();

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
    this.#timer = setInterval(() => this.#give(), TICK_MS);
  }

  /** 0 pauses. */
  set(perSecond: number): void {
    this.#perSecond = perSecond;
  }

  turn(): Promise<void> {
    if (this.#ended) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Everybody who waits goes on at once. */
  end(): void {
    this.#ended = true;
    clearInterval(this.#timer);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #give(): void {
    const now = performance.now();
    this.#owed = Math.min(this.#owed + ((now - this.#last) * this.#perSecond) / 1000, MOST_OWED);
    this.#last = now;
    for (; this.#owed >= 1; this.#owed -= 1) this.#waiting.shift()?.();
  }
}
