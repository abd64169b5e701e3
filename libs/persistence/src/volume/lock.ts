import { LOCK } from '../format/layout';
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
    /** Whom LOCK still named, of another boot: it did not end cleanly. */
    readonly unclean: Holder | null,
  ) {}

  /** null: somebody else has it. LOCK is written only once the lock is held. */
  static async take(volume: Volume, holder: Holder): Promise<Lock | null> {
    const file = await volume.open(LOCK, 'create');
    try {
      if (file.tryLock(WRITER)) {
        const { identity, size } = await file.stat();
        const named = parseHolder(await readRange(file, 0, MAX_HOLDER_BYTES));
        const lock = new Lock(file, volume, identity, named?.boot === holder.boot ? null : named);
        // Between our open and the lock somebody may have removed the file, and a third one locked its successor.
        if (await lock.isCurrent()) {
          // Padded, never cut: so it is one holder or the other whenever the process dies.
          const content = `${JSON.stringify(holder).padEnd(Math.min(size, MAX_HOLDER_BYTES) - 1)}\n`;
          await writeFully(file, Buffer.from(content), 0);
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

  /** Who took it is durably named, so that a power cut shows as an unclean end. */
  sync(): Promise<void> {
    return this.file.datasync();
  }

  /** A clean end: LOCK names nobody any more, as durably as the disk lets it. The lock is free whatever the disk says. */
  async release(): Promise<void> {
    try {
      await this.file.truncate(0);
      await this.file.datasync();
    } catch {
      // The next start reports this one as unclean, and so it was.
    }
    await this.file.close();
  }

  /** Somebody removed LOCK: its name is another file's by now. */
  abandon(): Promise<void> {
    return this.file.close();
  }
}

/** What LOCK says, for people; null where it says nothing that can be read. */
export async function readHolder(volume: Volume): Promise<Holder | null> {
  const file = await openIfThere(volume, LOCK);
  if (!file) return null;
  // Who holds it is for people: a disk that does not say it is not worth an error.
  return closing(file, () => readRange(file, 0, MAX_HOLDER_BYTES)).then(parseHolder, () => null);
}

function parseHolder(bytes: Buffer): Holder | null {
  try {
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

/** The log itself is locked too: so a second process cannot write even when somebody removed LOCK. */
export function lockLog(log: File): boolean {
  return log.tryLock({ offset: 0, length: 1 });
}
