import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type FileSystem = 'ext4' | 'xfs' | 'btrfs';

const formatters: Record<FileSystem, readonly string[]> = {
  ext4: ['mkfs.ext4', '-q', '-m', '0'],
  // --unsupported: xfs wants 300 MB, which no claim of ours has.
  xfs: ['mkfs.xfs', '-q', '--unsupported'],
  btrfs: ['mkfs.btrfs', '-q', '--mixed'],
};

/** A real file system of an exact size in an image file, as a claim of a pod would be. Needs root and loop devices. */
export class LoopVolume {
  readonly path: string;
  readonly #image: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'visits-disk-'));
  readonly #options: string;

  constructor(
    readonly fileSystem: FileSystem,
    megabytes: number,
    options = '',
  ) {
    this.#image = join(this.#folder, 'image');
    this.path = join(this.#folder, 'volume');
    this.#options = ['loop', ...(options ? [options] : [])].join(',');
    mkdirSync(this.path);
    run('truncate', '-s', `${megabytes}M`, this.#image);
    const [command = '', ...flags] = formatters[fileSystem];
    run(command, ...flags, this.#image);
    this.mount();
  }

  mount(extraOption = ''): void {
    const options = extraOption ? `${this.#options},${extraOption}` : this.#options;
    run('mount', '-o', options, this.#image, this.path);
  }

  remount(option: string): void {
    run('mount', '-o', `remount,${option}`, this.path);
  }

  unmount(): void {
    run('umount', this.path);
  }

  /** A power cut: what was not synced is gone, and every later call fails with EIO until `restorePower`. */
  cutPower(): void {
    // On a path that is not mounted any more it would end the file system of this machine.
    run('mountpoint', '-q', this.path);
    run('xfs_io', '-x', '-c', 'shutdown', this.path);
  }

  /** What a snapshot does first: every call that would change it waits until `thaw`. */
  freeze(): void {
    run('fsfreeze', '--freeze', this.path);
  }

  thaw(): void {
    run('fsfreeze', '--unfreeze', this.path);
  }

  /** The volume as its blocks are now. */
  snapshot(): void {
    run('cp', '--sparse=always', this.#image, `${this.#image}.snapshot`);
  }

  /** The volume as it was at the snapshot. Nobody may hold a file open on it. */
  restoreSnapshot(): void {
    this.unmount();
    run('cp', '--sparse=always', `${this.#image}.snapshot`, this.#image);
    this.mount();
  }

  /** Both power calls as commands of a shell. */
  get powerHooks(): { cut: string; restore: string } {
    const mount = `mount -o ${this.#options} ${this.#image} ${this.path}`;
    return { cut: `xfs_io -x -c shutdown ${this.path}`, restore: `umount ${this.path} && ${mount}` };
  }

  /** An error that the file system itself finds: ext4 does what its `errors=` option says. */
  abort(): void {
    run('mount', '-o', 'remount,abort', this.path);
  }

  /** btrfs only: a part of the volume with a quota of its own. */
  limitTo(megabytes: number): { path: string; fill: () => () => void } {
    const path = join(this.path, 'limited');
    run('btrfs', 'quota', 'enable', this.path);
    run('btrfs', 'subvolume', 'create', path);
    run('btrfs', 'qgroup', 'limit', `${megabytes}M`, path);
    return { path, fill: () => fillDirectory(path) };
  }

  /** Mounts it again, which replays the file system's own journal. Nobody may hold a file open on it. */
  restorePower(): void {
    this.unmount();
    this.mount();
  }

  /** Somebody else's file takes all the space, or so many megabytes of it. Returns a function that gives it back. */
  fill(megabytes = Infinity): () => void {
    return fillDirectory(this.path, megabytes);
  }

  availableBytes(): number {
    const { bavail, bsize } = statfsSync(this.path);
    return bavail * bsize;
  }

  remove(): void {
    if (mounted(this.path)) {
      try {
        this.unmount();
      } catch {
        run('umount', '-l', this.path);
      }
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function fillDirectory(path: string, megabytes = Infinity): () => void {
  const file = join(path, 'somebody-elses-file');
  const fd = openSync(file, 'w');
  const sizes = megabytes === Infinity ? [1 << 20, 1 << 12, 1] : [1 << 20];
  try {
    for (const size of sizes) writeUntilFull(fd, size, megabytes);
    fsyncSync(fd);
  } catch (error) {
    if (!isFull(error)) throw error;
  } finally {
    closeSync(fd);
  }
  return () => {
    rmSync(file);
    run('sync', '-f', path);
  };
}

/** EDQUOT has no name in Node: it comes as errno -122. */
const isFull = (error: unknown): boolean => {
  const { code, errno } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || errno === -122;
};

function writeUntilFull(fd: number, size: number, times: number): void {
  const bytes = Buffer.alloc(size, 'x');
  try {
    for (let n = 0; n < times && writeSync(fd, bytes) === size; n += 1);
  } catch (error) {
    if (!isFull(error)) throw error;
  }
}

function mounted(path: string): boolean {
  return existsSync('/proc/mounts') && run('cat', '/proc/mounts').includes(` ${path} `);
}

function run(command: string, ...args: string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
