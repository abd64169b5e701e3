import { LOG, MAX_COMMIT_BYTES, MAX_DEFAULT_KEEP_BYTES, PREVIOUS_LOG } from '../format/layout';
import type { Space, Volume } from './volume';

/** The space of a volume beside what counting alone may still need of it. */
export interface VolumeSpace extends Space {
  /** What both logs may still grow by before a rotation gives space back, and the batch that each opening tries. */
  readonly neededBytes: number;
}

/** Asks the disk, so it may hang with it. Rejects with Node's own error. */
export async function readSpace(volume: Volume, keepBytes?: number): Promise<VolumeSpace> {
  const space = await volume.space();
  const [log, previous] = await Promise.all([volume.stat(LOG), volume.stat(PREVIOUS_LOG)]);
  const kept = (log?.size ?? 0) + (previous?.size ?? 0);
  const growth = (keepBytes ?? defaultKeepBytes(space)) - kept;
  return { ...space, neededBytes: Math.max(0, growth) + MAX_COMMIT_BYTES };
}

/** Bytes for both logs together where nothing is configured: what is left is for everything beside them. */
export function defaultKeepBytes({ capacityBytes }: Space): number {
  return Math.min(MAX_DEFAULT_KEEP_BYTES, Math.floor(capacityBytes * 0.6));
}
