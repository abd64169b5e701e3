import type { Time } from '../src/time';

interface Event {
  readonly at: number;
  readonly work: () => void;
}

/** Simulated time: nothing happens but one event after the other, each with all that follows from it at once. */
export class Scheduler {
  now = 0;
  #events: Event[] = [];

  after(ms: number, work: () => void): () => void {
    const event = { at: this.now + ms, work };
    let place = this.#events.length;
    while (place > 0 && (this.#events[place - 1] as Event).at > event.at) place -= 1;
    this.#events.splice(place, 0, event);
    return () => {
      const index = this.#events.indexOf(event);
      if (index !== -1) this.#events.splice(index, 1);
    };
  }

  /** Until that time, or until the condition holds. */
  async run(until: number, isDone: () => boolean = () => false): Promise<void> {
    await turn();
    while (!isDone()) {
      const next = this.#events[0];
      if (!next || next.at > until) break;
      this.#events.shift();
      this.now = next.at;
      next.work();
      await turn();
    }
    if (!isDone()) this.now = until;
  }
}

/** By then every microtask has run. */
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** A machine's clocks: they start anywhere, and the one on the wall may jump. A dead process never wakes up. */
export class MachineTime implements Time {
  constructor(
    private readonly scheduler: Scheduler,
    private readonly isDead: () => boolean,
    private readonly bootedAt: number,
    public skewMs: number,
  ) {}

  now(): number {
    return 1_795_268_700_000 + Math.floor(this.scheduler.now) + this.skewMs;
  }

  monotonic(): number {
    return this.scheduler.now + this.bootedAt;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = (): void => {
        cancel();
        if (!this.isDead()) resolve();
      };
      const cancel = this.scheduler.after(ms, wake);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }
}
