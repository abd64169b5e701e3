import type { JournalError } from '../errors';

/**
 * opening → open ⇄ failed; waiting while another process has the lock; stalled while a disk call does not return;
 * closing → closed from each of them.
 */
export type JournalState = 'opening' | 'waiting' | 'open' | 'stalled' | 'failed' | 'closing' | 'closed';

/** Where the journal is in its life, why, and who wants to hear of it. */
export class Lifecycle {
  #state: JournalState = 'opening';
  #reason: JournalError | null;
  #startupEnded = false;
  readonly #listeners = new Set<(state: JournalState) => void>();

  constructor(reason: JournalError) {
    this.#reason = reason;
  }

  get state(): JournalState {
    return this.#state;
  }

  /** Why not open; null when open. */
  get reason(): JournalError | null {
    return this.#reason;
  }

  /** The first attempt to open has ended, in any state. */
  get startupEnded(): boolean {
    return this.#startupEnded;
  }

  /** Closing never turns back, whatever the disk does meanwhile. */
  move(state: JournalState, reason: JournalError | null): void {
    if (this.#state === 'closed' || (this.#state === 'closing' && state !== 'closed')) return;
    const changed = this.#state !== state;
    this.#state = state;
    this.#reason = reason;
    if (state !== 'opening') this.#startupEnded = true;
    if (changed) for (const listener of [...this.#listeners]) listener(state);
  }

  onState(listener: (state: JournalState) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}

/** A wait that can be cut short: for the backoff, the lock, and an idle writer. */
export class Pause {
  #wake: (() => void) | null = null;

  /** Resolves after `ms`, or at the next `wake()`; without `ms` only then. */
  async wait(ms?: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (ms !== undefined) timer = setTimeout(resolve, ms);
    });
    this.#wake = null;
    clearTimeout(timer);
  }

  wake(): void {
    this.#wake?.();
  }
}
