import { setTimeout as pause } from 'node:timers/promises';

/** Thrown by a look that can never succeed any more. */
export class GaveUp extends Error {}

/**
 * Looks again and again until that gives something else than false, null or undefined. A look that throws is repeated;
 * after `deadlineMs` it fails with `what`, and with what was thrown last as its cause.
 */
export async function eventually<T>(
  what: string,
  deadlineMs: number,
  look: () => T | Promise<T>,
): Promise<NonNullable<Exclude<T, false>>> {
  const endMs = performance.now() + deadlineMs;
  for (;;) {
    const startMs = performance.now();
    let cause: unknown;
    try {
      const found = await look();
      if (found !== false && found !== null && found !== undefined)
        return found as NonNullable<Exclude<T, false>>;
    } catch (error) {
      if (error instanceof GaveUp) throw error;
      cause = error;
    }
    if (performance.now() > endMs) throw new Error(`${what}: not within ${deadlineMs} ms`, { cause });
    // What is asked works at most half of the time for those who ask.
    await pause(Math.max(10, performance.now() - startMs));
  }
}

/** Looks again and again for `forMs`; the first look that throws ends it. */
export async function throughout(forMs: number, look: () => Promise<void>): Promise<void> {
  const endMs = performance.now() + forMs;
  do {
    await look();
    await pause(500);
  } while (performance.now() < endMs);
}
