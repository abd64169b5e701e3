import { layout, readStart, replaceFile, setAside, type Volume } from '@visits/persistence';
import { ClusterError } from '../errors';
import { encodePeersFile, parsePeersFile, type PeersRecord } from './replica-schema';

const { PEERS } = layout;
/** Twice what 10,000 replicas with long names need; a larger file is not ours. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;

/** peers.json. Only the process that holds the volume's lock may use it. */
export class PeersFile {
  #identity: string | null = null;

  constructor(private readonly volume: Volume) {}

  /**
   * null when there is none. What is not ours is set aside, and reported to `onForeign`. Rejects with ClusterError
   * `map-format-unknown`, or with the disk's error: then nothing was changed.
   */
  async read(onForeign: (error: ClusterError) => void): Promise<PeersRecord | null> {
    const stat = await this.volume.stat(PEERS);
    if (!stat) return null;
    const bytes =
      (await readStart(this.volume, PEERS, Math.min(stat.size, MAX_FILE_BYTES))) ?? Buffer.alloc(0);
    try {
      if (stat.size > MAX_FILE_BYTES) throw new ClusterError('map-foreign', { detail: 'It is too large.' });
      const record = parsePeersFile(bytes);
      // A process before us may have died, or failed, between its rename and this: then the name is not durable yet.
      await this.volume.sync();
      this.#identity = stat.identity;
      return record;
    } catch (error) {
      if (!(error instanceof ClusterError) || error.code !== 'map-foreign') throw error;
      await setAside(this.volume, PEERS, `${PEERS}.foreign`);
      onForeign(error);
      return null;
    }
  }

  /**
   * Durable once it resolves; after a rejection the old content or the new one is there. Rejects with ClusterError
   * `map-unwritable` when the next start could not read it: by then nobody would know why.
   */
  async write(record: PeersRecord): Promise<void> {
    const bytes = encodePeersFile(record);
    checkReadable(bytes);
    this.#identity = await replaceFile(this.volume, PEERS, bytes);
  }

  /** The name has a file that we neither read nor wrote: somebody else had the volume meanwhile. */
  async isForeign(): Promise<boolean> {
    const stat = await this.volume.stat(PEERS);
    return stat !== null && stat.identity !== this.#identity;
  }
}

function checkReadable(bytes: Buffer): void {
  try {
    if (bytes.length > MAX_FILE_BYTES) throw new Error('It would be too large.');
    parsePeersFile(bytes);
  } catch (error) {
    throw new ClusterError('map-unwritable', { detail: (error as Error).message, cause: error });
  }
}
