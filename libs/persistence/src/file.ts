// The apps compile this file with their own list of files: only a reference brings the types along.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./fs-native-extensions.d.ts" />
import { mkdir, open, rename, stat, statfs, unlink } from 'node:fs/promises';
import { fdatasync, fstat, fsync, ftruncate, read, write, type Stats } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { tryLock } from 'fs-native-extensions';
import type { File, FileStat, LockRange, OpenMode, Space, Volume } from './volume';

const FLAGS: Record<OpenMode, string | number> = {
  read: 'r',
  write: 'r+',
  create: 0o102, // O_RDWR | O_CREAT: no string flag of Node makes a file without emptying or appending
  replace: 'w+',
};

/** A directory of this machine. Nothing is touched before the first call. */
export function openVolume(directory: string): Volume {
  return new RealVolume(resolve(directory));
}

const statOf = (found: Stats): FileStat => ({
  size: found.size,
  identity: `${found.dev}:${found.ino}`,
  links: found.nlink,
  modifiedAtMs: found.mtimeMs,
});

/** Callbacks on a kept descriptor are the fastest way to the disk that Node has. */
function call<T>(run: (done: (error: unknown, value?: T) => void) => void): Promise<T> {
  return new Promise((keep, refuse) => {
    run((error, value) => (error ? refuse(error) : keep(value as T)));
  });
}

type Handle = Awaited<ReturnType<typeof open>>;

class RealFile implements File {
  readonly #fd: number;

  constructor(private readonly handle: Handle) {
    this.#fd = handle.fd;
  }

  async read(buffer: Buffer, position: number): Promise<number> {
    let filled = 0;
    while (filled < buffer.length) {
      const at = filled;
      const got = await call<number>((done) =>
        read(this.#fd, buffer, at, buffer.length - at, position + at, done),
      );
      if (got === 0) break;
      filled += got;
    }
    return filled;
  }

  write(bytes: Buffer, position: number): Promise<number> {
    return call((done) => write(this.#fd, bytes, 0, bytes.length, position, done));
  }

  truncate(size: number): Promise<void> {
    return call((done) => ftruncate(this.#fd, size, done));
  }

  datasync(): Promise<void> {
    return call((done) => fdatasync(this.#fd, done));
  }

  sync(): Promise<void> {
    return call((done) => fsync(this.#fd, done));
  }

  async stat(): Promise<FileStat> {
    return statOf(await call<Stats>((done) => fstat(this.#fd, done)));
  }

  tryLock(range: LockRange): boolean {
    return tryLock(this.#fd, range.offset, range.length, { shared: range.shared === true });
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

class RealVolume implements Volume {
  constructor(readonly path: string) {}

  async ensure(): Promise<void> {
    try {
      // Not recursive: under /proc Node's recursive mkdir never returns.
      await mkdir(this.path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
      throw error;
    }
    await syncDirectory(dirname(this.path));
  }

  async open(name: string, mode: OpenMode): Promise<File> {
    return new RealFile(await open(join(this.path, name), FLAGS[mode], 0o644));
  }

  async stat(name: string): Promise<FileStat | null> {
    try {
      return statOf(await stat(join(this.path, name)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  rename(from: string, to: string): Promise<void> {
    return rename(join(this.path, from), join(this.path, to));
  }

  remove(name: string): Promise<void> {
    return unlink(join(this.path, name));
  }

  sync(): Promise<void> {
    return syncDirectory(this.path);
  }

  async space(): Promise<Space> {
    const { bavail, blocks, bsize } = await statfs(this.path);
    return { availableBytes: bavail * bsize, capacityBytes: blocks * bsize };
  }

  async describe(): Promise<string> {
    const me = `this process runs as ${process.getuid?.()}:${process.getgid?.()}`;
    try {
      const { uid, gid, mode } = await stat(this.path);
      return `${this.path} belongs to ${uid}:${gid} with mode ${(mode & 0o7777).toString(8).padStart(4, '0')}, ${me}`;
    } catch {
      return `${this.path} cannot be looked at, ${me}`;
    }
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
