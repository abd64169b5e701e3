/**
 * The seam between the journal and the disk: every call that touches a disk goes through it, so that the same
 * journal runs on a real directory (`file.ts`) and on a simulated disk that loses, tears, hangs and fails.
 * Calls reject with Node's own error shape: `code` (ENOSPC, EIO, …) and `errno`. EACCES and EPERM say whose the file
 * is; EFTYPE: the name is no file.
 */
export interface FileStat {
  readonly size: number;
  /** Names the file itself, not its path: two paths with one identity are one file. */
  readonly identity: string;
  /** 0: no path names the file any more; what is written to it is lost at its close. */
  readonly links: number;
  readonly modifiedAtMs: number;
}

/** Free for this process, and the whole volume, in bytes. */
export interface Space {
  readonly availableBytes: number;
  readonly capacityBytes: number;
}

/**
 * `read`: must exist, read only. `write`: must exist. `create`: made when missing. `synced`: the same, and each write is
 * durable once it resolves. `replace`: made, or emptied.
 */
export type OpenMode = 'read' | 'write' | 'create' | 'synced' | 'replace';

/** A byte range of a lock. Readers may always read the locked file: the lock is advisory. */
export interface LockRange {
  readonly offset: number;
  readonly length: number;
  /** A shared lock needs no write permission; it is granted while nobody holds the range exclusively. */
  readonly shared?: boolean;
}

export interface File {
  /** Bytes read: fewer than asked only at the end of the file. */
  read(buffer: Buffer, position: number): Promise<number>;
  /**
   * Bytes written: may be fewer than given (a full disk writes short before it fails). Never appends. In a `synced` file
   * those bytes, and the size that leads to them, are durable; after a rejection any of them may be in the file.
   */
  write(bytes: Buffer, position: number): Promise<number>;
  truncate(size: number): Promise<void>;
  /** The data and the size are durable once it resolves. After a rejection the unsynced bytes may be gone. */
  datasync(): Promise<void>;
  sync(): Promise<void>;
  stat(): Promise<FileStat>;
  /** At once true or false; held until the file is closed or its process dies. */
  tryLock(range: LockRange): boolean;
  close(): Promise<void>;
}

export interface Volume {
  /** For messages only. */
  readonly path: string;
  /** Makes the directory when only its last part is missing. */
  ensure(): Promise<void>;
  open(name: string, mode: OpenMode): Promise<File>;
  /** null when nothing has that name. */
  stat(name: string): Promise<FileStat | null>;
  rename(from: string, to: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** Makes created, renamed and removed names durable. */
  sync(): Promise<void>;
  space(): Promise<Space>;
}
