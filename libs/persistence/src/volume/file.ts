// The apps compile this file with their own list of files: only a reference brings the types along.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./fs-native-extensions.d.ts" />
import { lstat, mkdir, open, rename, stat, statfs, unlink } from 'node:fs/promises';
import { constants, fdatasync, fstat, fsync, ftruncate, read, write, type Stats } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { tryLock } from 'fs-native-extensions';
import type { File, FileStat, LockRange, OpenMode, Space, Volume } from './volume';

const { O_RDONLY, O_RDWR, O_CREAT, O_TRUNC, O_NOFOLLOW, O_NONBLOCK, O_DSYNC } = constants;

/** A FIFO never makes an open wait. */
const FLAGS: Record<OpenMode, number> = {
  read: O_RDONLY | O_NONBLOCK,
  write: O_RDWR | O_NONBLOCK,
  create: O_RDWR | O_NONBLOCK, // only where that finds nothing, a file is made
  synced: O_RDWR | O_NONBLOCK,
  replace: O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK,
};
const MADE = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK;

/** ext2 to ext4, xfs, btrfs: where the disk suite cuts the power. */
const SYNCS_ITS_WRITES = new Set([0xef53, 0x58465342, 0x9123683e]);

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

  /** `syncsApart`: the descriptor does not sync what is written, so a second call has to. */
  constructor(
    private readonly handle: Handle,
    private readonly syncsApart = false,
  ) {
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

  async write(bytes: Buffer, position: number): Promise<number> {
    const written = await call<number>((done) => write(this.#fd, bytes, 0, bytes.length, position, done));
    if (this.syncsApart) await this.datasync();
    return written;
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
      if (codeOf(error) === 'EEXIST') return;
      throw await explained(error, this.path);
    }
    await syncDirectory(dirname(this.path));
  }

  async open(name: string, mode: OpenMode): Promise<File> {
    const path = join(this.path, name);
    try {
      if (mode !== 'synced') return new RealFile(await openFile(path, mode));
      const flag = await syncedFlag(this.path);
      return new RealFile(await openFile(path, mode, flag), flag === 0);
    } catch (error) {
      throw await explained(error, path);
    }
  }

  async stat(name: string): Promise<FileStat | null> {
    const path = join(this.path, name);
    try {
      return statOf(await stat(path));
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
    }
    const link = await lstat(path).catch(() => null);
    if (link?.isSymbolicLink()) throw notAFile(path, link);
    return null;
  }

  rename(from: string, to: string): Promise<void> {
    return this.#named(rename(join(this.path, from), join(this.path, to)));
  }

  remove(name: string): Promise<void> {
    return this.#named(unlink(join(this.path, name)));
  }

  sync(): Promise<void> {
    return syncDirectory(this.path);
  }

  async space(): Promise<Space> {
    const { bavail, blocks, bsize } = await statfs(this.path);
    return { availableBytes: bavail * bsize, capacityBytes: blocks * bsize };
  }

  /** Names are the directory's: whoever may not change it may not change them. */
  async #named(call: Promise<void>): Promise<void> {
    try {
      await call;
    } catch (error) {
      throw await explained(error, this.path);
    }
  }
}

/**
 * O_DSYNC where a write to such a descriptor is known to do what write and fdatasync do, in one call; otherwise 0. FUSE
 * hands the flag to a daemon that may ignore it, and macOS leaves the bytes in the drive's cache.
 */
async function syncedFlag(directory: string): Promise<number> {
  if (process.platform !== 'linux') return 0;
  return SYNCS_ITS_WRITES.has((await statfs(directory)).type) ? O_DSYNC : 0;
}

async function openFile(path: string, mode: OpenMode, flag = 0): Promise<Handle> {
  let handle: Handle;
  try {
    handle = await open(path, FLAGS[mode] | flag);
  } catch (error) {
    const found = await lstat(path).catch(() => null);
    // A file that is there by now was renamed to here since: a rotation.
    const isLinkToNothing = codeOf(error) === 'ENOENT' && found?.isSymbolicLink();
    if (isLinkToNothing || NO_FILE.has(codeOf(error))) throw notAFile(path, found);
    if (codeOf(error) !== 'ENOENT' || (mode !== 'create' && mode !== 'synced')) throw error;
    handle = await open(path, MADE | flag, 0o644);
  }
  const found = await handle.stat();
  if (found.isFile()) return handle;
  await handle.close();
  throw notAFile(path, found);
}

/** What an open rejects with where the name is a directory, a link that it must not follow, or a socket. */
const NO_FILE = new Set(['EISDIR', 'ELOOP', 'ENXIO']);

/** As BSD calls it; Linux has no code for it. */
function notAFile(path: string, found: Stats | null): Error {
  const kind = found?.isDirectory()
    ? 'a directory'
    : found?.isFIFO()
      ? 'a FIFO'
      : found?.isSymbolicLink()
        ? 'a symbolic link that leads to no file'
        : 'a socket or a device';
  return Object.assign(new Error(`${path} is ${kind}`), { code: 'EFTYPE' });
}

/** A refused permission with whose the file is, or the directory where there is no such file yet, and the cure. */
async function explained(error: unknown, path: string): Promise<unknown> {
  const code = codeOf(error);
  if (code !== 'EACCES' && code !== 'EPERM') return error;
  const me = `${process.geteuid?.()}:${process.getegid?.()}`;
  const message = (await ownerOf(path)) ?? (await ownerOf(dirname(path))) ?? `${path} cannot be looked at`;
  return Object.assign(new Error(`${message}, this process runs as ${me}`, { cause: error }), { code });
}

async function ownerOf(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  if (!found) return null;
  const mode = (found.mode & 0o7777).toString(8).padStart(4, '0');
  return `${path} belongs to ${found.uid}:${found.gid} with mode ${mode}`;
}

const codeOf = (error: unknown): string => String((error as { code?: unknown }).code);

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
