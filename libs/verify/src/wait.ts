import { setTimeout as pause } from 'node:timers/promises';

/** What a look at the world gave: it is so, it is not yet so, or it will never be. */
export type Look<T> = { readonly done: T } | { readonly waiting: string } | { readonly impossible: string };

export const done = <T>(value: T): Look<T> => ({ done: value });
export const waiting = (why: string): Look<never> => ({ waiting: why });
export const impossible = (cause: string): Look<never> => ({ impossible: cause });

/** A condition did not come about. */
export class WaitError extends Error {
  constructor(
    readonly what: string,
    readonly why: string,
    readonly kind: 'impossible' | 'late',
  ) {
    super(kind === 'late' ? `${what}: not in time (${why})` : `${what}: ${why}`);
    this.name = 'WaitError';
  }
}

export interface WaitOptions {
  /** Computed from what is waited for, never guessed. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  onWaiting?(what: string, why: string): void;
}

/** States are watched by others and kept in memory: looking is cheap. */
const LOOK_MS = 20;
/** A wait that goes on says so again. */
const SAY_AGAIN_MS = 1_000;

/** Looks until it is so. Rejects with WaitError, or with the signal's reason. */
export async function until<T>(
  what: string,
  look: () => Look<T> | Promise<Look<T>>,
  { deadlineMs, signal, onWaiting }: WaitOptions,
): Promise<T> {
  const startedMs = performance.now();
  for (let said = '', saidMs = 0; ;) {
    signal.throwIfAborted();
    const seen = await look();
    if ('done' in seen) return seen.done;
    if ('impossible' in seen) throw new WaitError(what, seen.impossible, 'impossible');
    if (performance.now() - startedMs > deadlineMs) throw new WaitError(what, seen.waiting, 'late');
    if (seen.waiting !== said || performance.now() - saidMs > SAY_AGAIN_MS) {
      said = seen.waiting;
      saidMs = performance.now();
      onWaiting?.(what, said);
    }
    await pause(LOOK_MS, undefined, { signal });
  }
}

/** For a look that asks somebody each time: between two of them it is as it was last seen. */
export function seldom<T>(everyMs: number, look: () => Promise<Look<T>>): () => Promise<Look<T>> {
  let lookedMs = -everyMs;
  let last: Look<T> = waiting('it is not there yet');
  return async () => {
    if (performance.now() - lookedMs < everyMs) return last;
    lookedMs = performance.now();
    return (last = await look());
  };
}
