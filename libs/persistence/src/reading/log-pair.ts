import { LOG, PREVIOUS_LOG } from '../format/layout';
import { ReadError } from './read-error';
import { openIfThere } from '../volume/transfer';
import type { File, Volume } from '../volume/volume';

export interface LogPair {
  readonly previous: File | null;
  readonly log: File | null;
}

/** A rotation takes an instant; so many in a row are not one. */
const MAX_ATTEMPTS = 20;

/** Both logs as they stood at one moment. Opened one by one, a rotation in between would hide a whole file. */
export async function withLogs<T>(volume: Volume, use: (logs: LogPair) => Promise<T>): Promise<T> {
  const logs = await openLogs(volume);
  try {
    return await use(logs);
  } finally {
    await closeLogs(logs);
  }
}

export async function openLogs(volume: Volume): Promise<LogPair> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const pair: { previous: File | null; log: File | null } = { previous: null, log: null };
    try {
      pair.log = await openIfThere(volume, LOG);
      pair.previous = await openIfThere(volume, PREVIOUS_LOG);
      // Held open, its identity cannot be another file's.
      if ((await volume.stat(LOG))?.identity === (await pair.log?.stat())?.identity) return pair;
    } catch (error) {
      await closeLogs(pair);
      throw error;
    }
    await closeLogs(pair);
  }
  throw new ReadError('io-error', 'The log was replaced again and again.');
}

/** Nothing was written to them: how their close ends tells nothing. */
export async function closeLogs({ previous, log }: LogPair): Promise<void> {
  await Promise.allSettled([previous?.close(), log?.close()]);
}
