/** Thrown when the volume did not answer in time. Shaped like the reader's errors: the code is the reason. */
class ReadTimeout extends Error {
  readonly code = 'timeout';
  readonly action = 'Look at the volume: a network file system that hangs answers nobody.';
}

/**
 * One read at a time, shared by the scrapes that come while it runs, each waiting at most `deadlineMs`, or less.
 * A read that hangs is never joined by a second one (four hung calls would fill libuv's pool and stop every file
 * call of the process), and its late numbers go to nobody: only a read younger than the deadline is shared.
 */
export class SharedRead<T> {
  private running: { promise: Promise<T>; startedMs: number } | undefined;

  constructor(
    private readonly read: () => Promise<T>,
    private readonly deadlineMs: number,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  take(withinMs = this.deadlineMs): Promise<T> {
    const current = this.running ?? this.begin();
    const leftMs = Math.min(withinMs, current.startedMs + this.deadlineMs - this.nowMs());
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new ReadTimeout('the read of the volume hangs')),
        Math.max(0, leftMs),
      );
      current.promise.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }

  private begin() {
    const promise = this.read().finally(() => (this.running = undefined));
    this.running = { promise, startedMs: this.nowMs() };
    return this.running;
  }
}
