import type { CrashProcess, CrashWorld } from './crash-process';

/** A waiter looks again within it. */
const LOOK_MS = 1_000;
const LOOKS = 3;

/** Who waits says for whom: at a later look where the first one met LOCK while it was written, or could not read it. */
export async function seeWaiter(world: CrashWorld, waiter: CrashProcess, other: CrashProcess): Promise<void> {
  const { ledger, time } = world;
  for (let look = 1; !ledger.meddled && other.journal.status().state === 'open'; look += 1) {
    const { state, holder } = waiter.journal.status();
    if (!waiter.isRunning || state !== 'waiting' || holder?.boot === other.name) return;
    if (holder !== null || look === LOOKS)
      return void ledger.problems.push(`waits for ${holder?.boot}, not for ${other.name}`);
    await time.sleep(LOOK_MS);
  }
}
