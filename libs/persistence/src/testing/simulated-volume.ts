import type { File, FileStat, LockRange, OpenMode, Space, Volume } from '../volume/volume';
import type { Fault, Operation, SimulatedDisk } from './simulated-disk';
import type { SimulatedInode } from './simulated-inode';

const ERRNO: Record<string, number> = {
  ENOENT: -2,
  EIO: -5,
  EACCES: -13,
  ENOSPC: -28,
  EROFS: -30,
  UNKNOWN: -122,
};

/** An error of the shape that Node gives. */
export function diskError(code: string, operation: string, errno = ERRNO[code] ?? -1): Error {
  return Object.assign(new Error(`${code}: simulated, ${operation}`), { code, errno, syscall: operation });
}

const READY = Promise.resolve();
const PAGE_BYTES = 4096;

const never = (): Promise<never> => new Promise(() => undefined);

/** One process's view of a simulated disk. */
export class SimulatedVolume implements Volume {
  readonly path = '/simulated';
  /** Resolves when its process dies. */
  readonly death: Promise<void>;
  #died: () => void = () => undefined;
  #disk: SimulatedDisk | null;
  readonly #files = new Set<SimulatedFile>();

  constructor(disk: SimulatedDisk) {
    this.#disk = disk;
    this.death = new Promise((resolve) => (this.#died = resolve));
  }

  get isDead(): boolean {
    return this.#disk === null;
  }

  die(): void {
    for (const file of this.#files) file.release();
    this.#files.clear();
    this.#disk = null;
    this.#died();
  }

  /** Runs a call as its fault says. A dead process's call never returns. */
  call<T>(
    operation: Operation,
    name: string,
    work: (disk: SimulatedDisk, fault: Fault | undefined) => T,
    onError?: (disk: SimulatedDisk) => void,
  ): Promise<T> {
    const disk = this.#disk;
    if (!disk) return never();
    const fault = disk.begin(this, operation, name);
    if (fault?.kind === 'power-cut' || fault?.kind === 'kill') {
      if (operation === 'write' || disk.random.chance(0.5)) work(disk, undefined);
      if (fault.kind === 'kill') disk.kill(this);
      else disk.powerCut();
      return never();
    }
    const finish = (): T | Promise<never> => {
      if (!this.#disk) return never();
      const code = fault?.kind === 'error' || fault?.kind === 'hang' ? fault.code : undefined;
      if (code) {
        onError?.(disk);
        throw diskError(code, operation, fault?.kind === 'error' ? fault.errno : undefined);
      }
      return work(disk, fault);
    };
    return (fault?.kind === 'hang' ? fault.until : READY).then(finish);
  }

  ensure(): Promise<void> {
    return this.call('ensure', '.', () => undefined);
  }

  open(name: string, mode: OpenMode): Promise<File> {
    return this.call('open', name, (disk) => {
      let inode = disk.find(name);
      if (!inode && (mode === 'read' || mode === 'write')) throw diskError('ENOENT', 'open');
      inode ??= disk.create(name);
      if (mode === 'replace') inode.truncate(0);
      const file = new SimulatedFile(this, inode, name, mode === 'synced');
      this.#files.add(file);
      return file;
    });
  }

  stat(name: string): Promise<FileStat | null> {
    return this.call('stat', name, (disk) => {
      const inode = disk.find(name);
      return inode ? statOf(inode) : null;
    });
  }

  rename(from: string, to: string): Promise<void> {
    return this.call('rename', from, (disk) => {
      if (!disk.find(from)) throw diskError('ENOENT', 'rename');
      disk.rename(from, to);
    });
  }

  remove(name: string): Promise<void> {
    return this.call('remove', name, (disk) => {
      if (!disk.find(name)) throw diskError('ENOENT', 'unlink');
      disk.remove(name);
    });
  }

  sync(): Promise<void> {
    return this.call('syncDirectory', '.', (disk, fault) => {
      if (fault?.kind !== 'lie') disk.syncNames();
    });
  }

  space(): Promise<Space> {
    return this.call('space', '.', (disk) => ({
      availableBytes: disk.freeBytes,
      capacityBytes: disk.capacityBytes,
    }));
  }
}

const statOf = (inode: SimulatedInode): FileStat => ({
  size: inode.size,
  identity: `simulated:${inode.id}`,
  links: inode.links,
  modifiedAtMs: inode.modifiedAtMs,
});

/** What a page holds already is overwritten as a whole: Linux copies page by page, so a write ends short between two. */
function wholePages(taken: number, position: number, held: number): number {
  if (taken === 0 || taken >= held) return taken;
  return Math.min(held, Math.ceil((position + taken) / PAGE_BYTES) * PAGE_BYTES - position);
}

class SimulatedFile implements File {
  constructor(
    private readonly volume: SimulatedVolume,
    private readonly inode: SimulatedInode,
    private readonly name: string,
    private readonly isSynced: boolean,
  ) {}

  release(): void {
    this.inode.unlock(this);
  }

  read(buffer: Buffer, position: number): Promise<number> {
    return this.volume.call('read', this.name, (disk) => {
      const bytes = this.inode.read(buffer, position);
      disk.onRead?.(bytes);
      return bytes;
    });
  }

  /** O_DSYNC: the kernel copies what it has room for, then syncs that; either may fail. */
  async write(bytes: Buffer, position: number): Promise<number> {
    const taken = await this.#copy(bytes, position);
    if (this.isSynced) await this.#sync('datasync', () => this.inode.syncRange(position, position + taken));
    return taken;
  }

  #copy(bytes: Buffer, position: number): Promise<number> {
    return this.volume.call('write', this.name, (disk, fault) => {
      const room = disk.freeBytes + Math.max(0, this.inode.size - position);
      const asked = Math.min(bytes.length, room, fault?.kind === 'short' ? fault.bytes : bytes.length);
      const taken = wholePages(asked, position, Math.min(bytes.length, this.inode.size - position));
      if (taken === 0 && bytes.length > 0) throw diskError('ENOSPC', 'write');
      this.#writeBack(disk);
      this.inode.write(bytes.subarray(0, taken), position);
      return taken;
    });
  }

  truncate(size: number): Promise<void> {
    return this.volume.call('truncate', this.name, (disk) => {
      this.#writeBack(disk);
      this.inode.truncate(size);
    });
  }

  datasync(): Promise<void> {
    return this.#sync('datasync');
  }

  sync(): Promise<void> {
    return this.#sync('sync');
  }

  stat(): Promise<FileStat> {
    return this.volume.call('stat', this.name, () => statOf(this.inode));
  }

  tryLock(range: LockRange): boolean {
    return !this.volume.isDead && this.inode.tryLock(this, range);
  }

  close(): Promise<void> {
    const release = (): void => this.release();
    return this.volume.call('close', this.name, release, release); // Linux frees it whatever close returns
  }

  #writeBack({ random }: SimulatedDisk): void {
    if (random.chance(0.1)) this.inode.writeBack(random);
  }

  #sync(operation: 'datasync' | 'sync', work = (): void => this.inode.sync()): Promise<void> {
    return this.volume.call(
      operation,
      this.name,
      (_disk, fault) => void (fault?.kind !== 'lie' && work()),
      (disk) => this.inode.failSync(disk.random),
    );
  }
}
