import { JournalError } from '../errors';
import { STALL_MS } from '../volume/call-watch';

/** A call that hangs keeps its thread, and the pool that all calls of a process share has four. */
const MAX_READS = 2;

interface Flight {
  readonly promise: Promise<unknown>;
  readonly startedMs: number;
}

/**
 * The reads of a volume that answer requests. Equal ones share a flight, two are under way at most, and nobody waits
 * beyond the deadline: what hangs is neither begun a second time nor waited for by those who come later.
 */
export class BoundedReads {
  readonly #flights = new Map<string, Flight>();

  constructor(private readonly deadlineMs = STALL_MS) {}

  /**
   * `key` names all that the answer depends on, the count that the caller must see included. Rejects as `read` does, or
   * with JournalError `stalled`.
   */
  async share<T>(key: string, read: () => Promise<T>): Promise<T> {
    const dueMs = performance.now() + this.deadlineMs;
    while (!this.#flights.has(key) && this.#flights.size >= MAX_READS) {
      const flights = [...this.#flights.values()];
      const youngestMs = Math.max(...flights.map(({ startedMs }) => startedMs));
      const ended = Promise.race(flights.map(({ promise }) => promise.catch(() => undefined)));
      await within(ended, Math.min(dueMs, youngestMs + this.deadlineMs));
    }
    const { promise, startedMs } = this.#flights.get(key) ?? this.#begin(key, read);
    return (await within(promise, Math.min(dueMs, startedMs + this.deadlineMs))) as T;
  }

  #begin(key: string, read: () => Promise<unknown>): Flight {
    const promise = read().finally(() => this.#flights.delete(key));
    promise.catch(() => undefined); // a caller that waited may have left
    const flight = { promise, startedMs: performance.now() };
    this.#flights.set(key, flight);
    return flight;
  }
}

async function within<T>(promise: Promise<T>, dueMs: number): Promise<T> {
  const leftMs = dueMs - performance.now();
  if (leftMs <= 0) throw new JournalError('stalled');
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new JournalError('stalled')), leftMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
