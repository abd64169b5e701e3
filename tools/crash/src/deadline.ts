import { setTimeout as pause } from 'node:timers/promises';

/**
 * Polls until `look` gives something else than false, null or undefined; fails with `what` after `deadlineMs`,
 * and with what `instead` tells.
 */
export async function eventually<T>(
  what: string,
  deadlineMs: number,
  look: () => T | Promise<T>,
  instead: () => string = () => '',
): Promise<NonNullable<Exclude<T, false>>> {
  const endMs = performance.now() + deadlineMs;
  for (;;) {
    const found = await look();
    if (found !== false && found !== null && found !== undefined) {
      return found as NonNullable<Exclude<T, false>>;
    }
    if (performance.now() > endMs) throw new Error(`${what}: not within ${deadlineMs} ms ${instead()}`);
    await pause(10);
  }
}
