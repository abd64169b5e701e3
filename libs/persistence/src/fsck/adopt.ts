import { JournalError } from '../errors';
import { MAX_COUNT } from '../format/layout';
import { repairVolume, type Repair, type RepairOptions } from './repair';
import { setAside } from '../volume/transfer';
import { FOREIGN_VIEW } from '../volume/view-file';
import type { Volume } from '../volume/volume';

export interface Adoption extends Repair {
  /** The volume proves more than that, and keeps it: a count is never lowered. Nothing was changed. */
  readonly isRefused: boolean;
  /** Where the earlier content of visits.txt is now that somebody has looked at it. */
  readonly seen: string | null;
}

/**
 * Lets a volume count on from `count`: what another program had counted, and visits.txt did not say in a form that
 * leaves no doubt. It repairs what is damaged on the way. Lines stand for the counts in between, up to the bound of a
 * repair; beyond it the older lines are kept aside. Rejects as `repairVolume` does, and with `count-limit`.
 */
export async function adoptCount(volume: Volume, count: number, options: RepairOptions): Promise<Adoption> {
  if (!Number.isInteger(count) || count < 0) throw new TypeError('a count is a whole number');
  if (count > MAX_COUNT) throw new JournalError('count-limit');
  const repair = await repairVolume(volume, { ...options, adopt: count });
  if (repair.after.visits > count) return { ...repair, isRefused: true, seen: null };
  return { ...repair, isRefused: false, seen: await markSeen(volume) };
}

async function markSeen(volume: Volume): Promise<string | null> {
  if ((await volume.stat(FOREIGN_VIEW)) === null) return null;
  const seen = await setAside(volume, FOREIGN_VIEW, `${FOREIGN_VIEW}.seen`);
  await volume.sync();
  return seen;
}
