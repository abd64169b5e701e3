/** What a simulated turn of the event loop takes. */
const TURN_MS = 0.05;
/** 2026-11-21T13:45:00.000Z */
const EPOCH_MS = 1_795_268_700_000;

class Timer {
  constructor(
    public at: number,
    readonly everyMs: number | null,
    readonly work: () => void,
  ) {}

  unref(): this {
    return this;
  }
}

/**
 * Time that passes only as far as work does: the same steps meet the same timers in every run, and nobody waits
 * five seconds for a stalled disk. While `run` runs it stands in for the timers of the whole process: one at a time.
 */
export class SimulatedTime {
  #now = 0;
  #turn: (() => void)[] = [];
  readonly #timers: Timer[] = [];

  get now(): number {
    return this.#now;
  }

  date(): Date {
    return new Date(EPOCH_MS + Math.floor(this.#now));
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => void this.#add(ms, null, resolve));
  }

  /** null where `work` has not ended after so many turns: it hangs. What it leaves behind never runs on. */
  async run<T>(work: () => Promise<T>, turns: number): Promise<T | null> {
    const restore = this.#replaceTimers();
    try {
      let ended = false;
      const end = (): void => void (ended = true);
      const result = work();
      result.then(end, end);
      for (let turn = 0; turn < turns; turn += 1) {
        await new Promise<void>((resolve) => process.nextTick(resolve)); // by then every microtask has run
        if (ended) return await result;
        this.#pass();
      }
      return null;
    } finally {
      restore();
    }
  }

  #pass(): void {
    const turn = this.#turn;
    this.#turn = [];
    this.#now += TURN_MS;
    const [next] = this.#timers;
    if (turn.length === 0 && next) this.#now = Math.max(this.#now, next.at);
    for (const work of turn) work();
    for (let due = this.#timers[0]; due && due.at <= this.#now; due = this.#timers[0]) {
      this.#timers.shift();
      if (due.everyMs !== null) this.#insert(due, due.everyMs);
      due.work();
    }
  }

  #add(ms: number | undefined, everyMs: number | null, work: () => void): Timer {
    return this.#insert(new Timer(0, everyMs, work), Math.max(ms ?? 0, TURN_MS));
  }

  #insert(timer: Timer, ms: number): Timer {
    timer.at = this.#now + ms;
    const place = this.#timers.findIndex(({ at }) => at > timer.at);
    this.#timers.splice(place === -1 ? this.#timers.length : place, 0, timer);
    return timer;
  }

  #clear(timer: Timer | undefined): void {
    const place = timer ? this.#timers.indexOf(timer) : -1;
    if (place !== -1) this.#timers.splice(place, 1);
  }

  #replaceTimers(): () => void {
    const ours = {
      setTimeout: (work: () => void, ms?: number) => this.#add(ms, null, work),
      setInterval: (work: () => void, ms: number) => this.#add(ms, ms, work),
      setImmediate: (work: () => void) => void this.#turn.push(work),
      clearTimeout: (timer?: Timer) => this.#clear(timer),
      clearInterval: (timer?: Timer) => this.#clear(timer),
      performance: { now: () => this.#now },
    };
    const kept = Object.keys(ours).map(
      (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
    );
    for (const [name, value] of Object.entries(ours)) {
      Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    }
    return () => {
      for (const [name, descriptor] of kept) Object.defineProperty(globalThis, name, descriptor ?? {});
    };
  }
}
