import type { File, FileStat, LockRange, OpenMode, Space, Volume } from './volume';

/** A call that takes longer is `stalled`. */
export const STALL_MS = 5_000;

/** Knows for how long the disk has owed an answer. It does not end a call: nothing can. */
export class CallWatch {
  readonly #since = new Map<number, number>();
  #next = 0;

  constructor(private readonly onReturn: () => void) {}

  /** Age of the oldest call that has not returned; 0 when none is out. */
  get oldestMs(): number {
    for (const start of this.#since.values()) return performance.now() - start;
    return 0;
  }

  /** A process that stood still (paused, or its machine) first hears of the calls that returned meanwhile. */
  ifOneHangs(longerThanMs: number, act: () => void): void {
    if (this.oldestMs < longerThanMs) return;
    setImmediate(() => {
      if (this.oldestMs >= longerThanMs) act();
    });
  }

  async track<T>(call: Promise<T>): Promise<T> {
    const id = this.#next++;
    this.#since.set(id, performance.now());
    try {
      return await call;
    } finally {
      this.#since.delete(id);
      this.onReturn();
    }
  }

  /** The same volume, with every call watched. */
  watch(volume: Volume): Volume {
    return new WatchedVolume(volume, this);
  }
}

class WatchedFile implements File {
  constructor(
    private readonly file: File,
    private readonly calls: CallWatch,
  ) {}

  read(buffer: Buffer, position: number): Promise<number> {
    return this.calls.track(this.file.read(buffer, position));
  }
  write(bytes: Buffer, position: number): Promise<number> {
    return this.calls.track(this.file.write(bytes, position));
  }
  truncate(size: number): Promise<void> {
    return this.calls.track(this.file.truncate(size));
  }
  datasync(): Promise<void> {
    return this.calls.track(this.file.datasync());
  }
  sync(): Promise<void> {
    return this.calls.track(this.file.sync());
  }
  stat(): Promise<FileStat> {
    return this.calls.track(this.file.stat());
  }
  tryLock(range: LockRange): boolean {
    return this.file.tryLock(range);
  }
  close(): Promise<void> {
    return this.calls.track(this.file.close());
  }
}

class WatchedVolume implements Volume {
  constructor(
    private readonly volume: Volume,
    private readonly calls: CallWatch,
  ) {}

  get path(): string {
    return this.volume.path;
  }
  ensure(): Promise<void> {
    return this.calls.track(this.volume.ensure());
  }
  async open(name: string, mode: OpenMode): Promise<File> {
    return new WatchedFile(await this.calls.track(this.volume.open(name, mode)), this.calls);
  }
  stat(name: string): Promise<FileStat | null> {
    return this.calls.track(this.volume.stat(name));
  }
  rename(from: string, to: string): Promise<void> {
    return this.calls.track(this.volume.rename(from, to));
  }
  remove(name: string): Promise<void> {
    return this.calls.track(this.volume.remove(name));
  }
  sync(): Promise<void> {
    return this.calls.track(this.volume.sync());
  }
  space(): Promise<Space> {
    return this.calls.track(this.volume.space());
  }
}
