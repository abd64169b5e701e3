import type { Damage } from '../format/judge';
import { MAX_COMMIT_BYTES, PREVIOUS_LOG } from '../format/layout';
import { scanLog } from '../reading/log-scan';
import { closing, openIfThere } from '../volume/transfer';
import type { FileStat, Volume } from '../volume/volume';

/** Small, so that visits need not wait for the check of a chunk. */
const CHUNK_BYTES = MAX_COMMIT_BYTES;

/** `absent`: no `.1`. `unknown`: nobody has looked at it yet, or somebody has changed it since. */
export type PreviousState = 'absent' | 'sound' | 'damaged' | 'unknown';

/**
 * Knows of `.1` whether a rotation may drop it. It is read beside the commits, a chunk at a time, once the log is half
 * full; a rotation only asks whether it is still the file that was read.
 */
export class PreviousLog {
  #seen: { readonly stat: FileStat; readonly isSound: boolean } | null = null;
  #check: Promise<void> | null = null;
  #stopped = false;

  constructor(
    private readonly volume: Volume,
    private readonly onDamage: (damage: Damage) => void,
  ) {}

  /** Reads it in the background, once. */
  examine(): void {
    if (this.#seen || this.#stopped) return;
    this.#check ??= this.#examine()
      .catch(() => undefined)
      .finally(() => (this.#check = null));
  }

  async state(): Promise<PreviousState> {
    const stat = await this.volume.stat(PREVIOUS_LOG);
    if (!stat) return 'absent';
    if (this.#seen && isSame(this.#seen.stat, stat)) return this.#seen.isSound ? 'sound' : 'damaged';
    this.#seen = null;
    this.examine();
    return 'unknown';
  }

  /** Another file has the name now. */
  replaced(): void {
    this.#seen = null;
  }

  /** Resolves once no call of ours is under way. */
  async settled(): Promise<void> {
    await this.#check;
  }

  /** The same, at the next chunk, for good. */
  stop(): Promise<void> {
    this.#stopped = true;
    return this.settled();
  }

  async #examine(): Promise<void> {
    const stat = await this.volume.stat(PREVIOUS_LOG);
    if (!stat) return;
    let isSound = false;
    try {
      isSound = await this.#isSound(stat.size);
    } catch {
      // What cannot be read is not understood: it stays.
    }
    if (!this.#stopped) this.#seen = { stat, isSound };
  }

  async #isSound(size: number): Promise<boolean> {
    const file = await openIfThere(this.volume, PREVIOUS_LOG);
    if (!file) return false;
    return closing(file, async () => {
      for await (const { kind, start, end } of scanLog(file, 0, size, CHUNK_BYTES)) {
        if (this.#stopped) break;
        if (kind === 'run') continue;
        this.onDamage({ file: PREVIOUS_LOG, offset: start, length: end - start, detail: 'no valid commit' });
        return false;
      }
      return true;
    });
  }
}

function isSame(a: FileStat, b: FileStat): boolean {
  return a.identity === b.identity && a.size === b.size && a.modifiedAtMs === b.modifiedAtMs;
}
