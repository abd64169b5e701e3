import { LOG, PREVIOUS_LOG } from '../format/layout';
import { JournalError } from '../errors';
import { lockLog } from '../volume/lock';
import { setAside } from '../volume/transfer';
import type { File, Volume } from '../volume/volume';

/**
 * Starts a new log: the full one becomes `.1`, whose predecessor goes, or is set aside where it is damaged. The count
 * is absolute, so no count is lost. Takes as many calls for a large log as for a small one (docs/decisions/0005). A crash after any step leaves a state that the opening and the readers accept. An error on the way is final.
 */
export async function rotate(volume: Volume, previous: 'sound' | 'damaged' | 'absent'): Promise<File> {
  if (previous === 'damaged') {
    await setAside(volume, PREVIOUS_LOG, `${PREVIOUS_LOG}.damaged`);
    await volume.sync();
  }
  await volume.rename(LOG, PREVIOUS_LOG);
  await volume.sync(); // else the new log's entry may survive a power cut alone, in the place of the full one
  const log = await volume.open(LOG, 'synced');
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
