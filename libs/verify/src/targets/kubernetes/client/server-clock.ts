const SECOND_MS = 1_000;

/**
 * How far the API server's clock is ahead of ours, from the `Date` of its answers. That is cut to a second: each answer
 * bounds the offset, and many answers narrow it.
 */
export class ServerClock {
  #least = -Infinity;
  #most = Infinity;

  /** `date`: the header; `sentMs` and `receivedMs` on our wall clock. */
  learn(date: string | undefined, sentMs: number, receivedMs: number): void {
    const saidMs = Date.parse(date ?? '');
    if (Number.isNaN(saidMs)) return;
    const least = saidMs - receivedMs;
    const most = saidMs + SECOND_MS - sentMs;
    const fits = least <= this.#most && most >= this.#least;
    // Otherwise one of the clocks was set: what was known before no longer holds.
    this.#least = fits ? Math.max(this.#least, least) : least;
    this.#most = fits ? Math.min(this.#most, most) : most;
  }

  get known(): boolean {
    return Number.isFinite(this.#least);
  }

  get offsetMs(): number {
    return this.known ? Math.round((this.#least + this.#most) / 2) : 0;
  }

  /** The offset is this much more or less. */
  get errorMs(): number {
    return this.known ? Math.ceil((this.#most - this.#least) / 2) : Infinity;
  }
}
