// The kubelet's crash backoff, scaled to a desk: first restart at once, then doubling; a process that ran for a
// while starts from zero again, so that a single `kill -9` never waits.
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 10_000;
const STEADY_MS = 2_000;

/** How long to wait before restart number `crashes` in a row (1 = the first). */
export function restartDelayMs(crashes: number): number {
  if (crashes <= 1) return 0;
  return Math.min(FIRST_DELAY_MS * 2 ** (crashes - 2), LONGEST_DELAY_MS);
}

/** Crashes in a row, counting the one of a process that ran for `ranMs`. */
export function crashesInARow(before: number, ranMs: number): number {
  return ranMs >= STEADY_MS ? 1 : before + 1;
}
