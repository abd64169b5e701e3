import { setTimeout as pause } from 'node:timers/promises';

/** Asks until `look` gives something; fails with `what`, and with what it failed with last, after `deadlineMs`. */
export async function eventually<T>(
  what: string,
  deadlineMs: number,
  look: () => T | Promise<T>,
): Promise<NonNullable<Exclude<T, false>>> {
  const endMs = performance.now() + deadlineMs;
  let cause: unknown;
  for (;;) {
    try {
      const found = await look();
      if (found !== false && found !== null && found !== undefined)
        return found as NonNullable<Exclude<T, false>>;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > endMs) throw new Error(`${what}: not within ${deadlineMs} ms`, { cause });
    await pause(100);
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
