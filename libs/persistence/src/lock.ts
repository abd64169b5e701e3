import { LOCK } from './layout';
import { closing, openIfThere, readRange, writeFully } from './transfer';
import type { File, LockRange, Volume } from './volume';

/** Who holds a volume, as LOCK says it to people. */
export interface Holder {
  readonly pod: string;
  readonly boot: string;
  readonly pid: number;
  readonly since: string;
}

const MAX_HOLDER_BYTES = 4096;
/** Held from the first step of opening to the end: the one writer. */
const WRITER: LockRange = { offset: 0, length: 1 };
/** Held from the first written view on. Without it a reader may believe the last commit (docs/decisions/0001). */
const SERVING: LockRange = { offset: 1, length: 1 };
/** A reader's look at SERVING is a shared lock for an instant. */
const MAX_SERVE_ATTEMPTS = 1000;

/** The kernel's lock on LOCK. It ends with the process, however that ends. */
export class Lock {
  #serving = false;

  private constructor(
    private readonly file: File,
    private readonly volume: Volume,
    private readonly identity: string,
  ) {}

  /** null: somebody else has it. LOCK is written only once the lock is held. */
  static async take(volume: Volume, holder: Holder): Promise<Lock | null> {
    const file = await volume.open(LOCK, 'create');
    try {
      if (file.tryLock(WRITER)) {
        const { identity, size } = await file.stat();
        const lock = new Lock(file, volume, identity);
        // Between our open and the lock somebody may have removed the file, and a third one locked its successor.
        if (await lock.isCurrent()) {
          const content = Buffer.from(`${JSON.stringify(holder)}\n`);
          await writeFully(file, content, 0);
          if (size > content.length) await file.truncate(content.length);
          return lock;
        }
      }
    } catch (error) {
      await file.close().catch(() => undefined);
      throw error;
    }
    await file.close();
    return null;
  }

  /** Does LOCK's path still name the file that we hold? */
  async isCurrent(): Promise<boolean> {
    return (await this.volume.stat(LOCK))?.identity === this.identity;
  }

  /** From here on readers leave the newest commit alone until the view has it. */
  async serve(): Promise<void> {
    for (let attempt = 0; !this.#serving && attempt < MAX_SERVE_ATTEMPTS; attempt += 1) {
      this.#serving = this.file.tryLock(SERVING);
      if (!this.#serving) await this.file.stat(); // an instant passes on the disk's own time
    }
    if (!this.#serving) throw Object.assign(new Error('LOCK is held by readers'), { code: 'EAGAIN' });
  }

  release(): Promise<void> {
    return this.file.close();
  }
}

/** What LOCK says, for people; null where it says nothing that can be read. */
export async function readHolder(volume: Volume): Promise<Holder | null> {
  const file = await openIfThere(volume, LOCK);
  if (!file) return null;
  try {
    const bytes = await closing(file, () => readRange(file, 0, MAX_HOLDER_BYTES));
    const found = JSON.parse(bytes.toString('utf8')) as Partial<Holder> | null;
    if (typeof found?.pod !== 'string' || typeof found.boot !== 'string') return null;
    return { pod: found.pod, boot: found.boot, pid: Number(found.pid), since: String(found.since) };
  } catch {
    return null;
  }
}

/** Is a process counting on this volume? Needs no write permission and leaves nothing behind. */
export async function isServed(volume: Volume): Promise<boolean> {
  const file = await openIfThere(volume, LOCK);
  if (!file) return false;
  return closing(file, async () => !file.tryLock({ ...SERVING, shared: true }));
}
