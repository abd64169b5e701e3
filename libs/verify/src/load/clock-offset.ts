/** How far another process's clock is from this one, from questions that it answers with its time. */
export class ClockOffset {
  #best = { originMs: 0, errorMs: Infinity };
  #heldMs: number | undefined;
  #widestMs = 0;

  /** Asked at `sentMs` and answered at `gotMs` of `performance.now()`: there it was `thereMs` at some time between. */
  learn(sentMs: number, thereMs: number, gotMs: number): void {
    const errorMs = (gotMs - sentMs) / 2;
    const originMs = (sentMs + gotMs) / 2 - thereMs;
    if (this.#heldMs === undefined) {
      if (errorMs < this.#best.errorMs) this.#best = { originMs, errorMs };
      return;
    }
    // Two clocks drift: a good question shows how far they have.
    if (errorMs <= this.#best.errorMs * 2)
      this.#widestMs = Math.max(this.#widestMs, Math.abs(originMs - this.#heldMs) + errorMs);
  }

  /** This process's `performance.now()` at the other's 0. */
  get originMs(): number {
    return this.#heldMs ?? this.#best.originMs;
  }

  /** From now on the origin stays, and the error grows with what is learned. */
  hold(): void {
    this.#heldMs = this.#best.originMs;
    this.#widestMs = this.#best.errorMs;
  }

  get errorMs(): number {
    return this.#heldMs === undefined ? 0 : Math.ceil(this.#widestMs * 1000) / 1000;
  }
}
