import { openVolume, readVolume } from '@visits/persistence';

/** The count that the volume proves, as the sidecar reads it: 0 on a new one; null where none can be read. */
export async function countVisits(dataDir: string): Promise<number | null> {
  try {
    const { state, visits } = await readVolume(openVolume(dataDir));
    return state === 'missing' ? null : visits;
  } catch {
    return null;
  }
}
