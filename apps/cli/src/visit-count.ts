import { openVolume, readVolume } from '@visits/persistence';

/** The count that the volume proves, as the sidecar reads it; null where there is none yet. */
export async function countVisits(dataDir: string): Promise<number | null> {
  try {
    const { state, visits } = await readVolume(openVolume(dataDir));
    return state === 'ok' ? visits : null;
  } catch {
    return null;
  }
}
