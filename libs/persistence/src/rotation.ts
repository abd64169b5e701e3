import { LOG, PREVIOUS_LOG } from './layout';
import { JournalError } from './errors';
import { scan } from './scan';
import { closing, openIfThere, setAside } from './transfer';
import type { File, Volume } from './volume';

/**
 * Starts a new log: the full one becomes `.1`, whose predecessor goes. The count is absolute, so no count is lost.
 * A crash after any step leaves a state that the opening and the readers accept. An error on the way is final.
 */
export async function rotate(volume: Volume): Promise<File> {
  if (await holdsUnknownBytes(volume)) {
    await setAside(volume, PREVIOUS_LOG, `${PREVIOUS_LOG}.damaged`);
    await volume.sync();
  }
  await volume.rename(LOG, PREVIOUS_LOG);
  await volume.sync(); // else the new log's entry may survive a power cut alone, in the place of the full one
  const log = await volume.open(LOG, 'create');
  try {
    const { size } = await log.stat();
    if (size > 0 || !lockLog(log))
      throw new JournalError('volume-changed', { detail: 'Another process wrote the log.' });
    await volume.sync();
    return log;
  } catch (error) {
    await log.close().catch(() => undefined);
    throw error;
  }
}

/** The log itself is locked too: so a second process can not write even when somebody removed LOCK. */
export function lockLog(log: File): boolean {
  return log.tryLock({ offset: 0, length: 1 });
}

/** What was not understood is never deleted. */
async function holdsUnknownBytes(volume: Volume): Promise<boolean> {
  const file = await openIfThere(volume, PREVIOUS_LOG);
  if (!file) return false;
  return closing(file, async () => {
    for await (const section of scan(file, 0, (await file.stat()).size)) {
      if (section.kind === 'unknown') return true;
    }
    return false;
  });
}
