import { accessSync, constants, existsSync, mkdirSync, type Stats, statfsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { printable } from './printable';

export interface DirectoryProblem {
  readonly detail: string;
  readonly action: string;
}

/** File systems that the kernel makes up: proc, sysfs, cgroup2, devpts, debugfs, securityfs. */
const kernelFileSystems = new Set([0x9fa0, 0x62656572, 0x63677270, 0x1cd1, 0x64626720, 0x73636673]);

/** Mistakes of the configuration. Anything else (EROFS, ENOSPC, EIO) is a sick disk: the journal tells about it. */
const mistakes = new Set(['EACCES', 'EPERM', 'ENOTDIR', 'EEXIST', 'ENAMETOOLONG', 'ELOOP']);

/**
 * Makes the directory if it is missing and says what is wrong with it, or null.
 * A sick disk is no mistake: the service starts, unready, and heals when the disk does.
 */
export function inspectDataDirectory(path: string): DirectoryProblem | null {
  const directory = resolve(path);
  const shown = printable(path, 200);
  if (path.includes('\0')) return { detail: `"${shown}" holds a NUL`, action: 'use a writable directory' };
  try {
    const ancestor = nearestExisting(directory);
    // Checked first: Node's recursive mkdir never returns under /proc.
    if (kernelFileSystems.has(statfsSync(ancestor).type)) {
      return {
        detail: `"${shown}" lies on a file system of the kernel that keeps no files`,
        action: 'use a directory on a disk, such as ./data',
      };
    }
    const stats = statSync(ancestor);
    if (!stats.isDirectory()) return fileProblem(shown, ancestor);
    if (!isWritable(ancestor)) return unwritable(shown, ancestor, stats);
    return ancestor === directory ? null : make(directory, shown, ancestor, stats);
  } catch (error) {
    const code = errorCode(error);
    if (!mistakes.has(code)) return null;
    return { detail: `"${shown}" cannot be used (${code})`, action: 'use a writable directory' };
  }
}

function make(directory: string, shown: string, ancestor: string, stats: Stats): DirectoryProblem | null {
  try {
    mkdirSync(directory, { recursive: true });
    return null;
  } catch (error) {
    if (/^(EACCES|EPERM)$/.test(errorCode(error))) return unwritable(shown, ancestor, stats);
    throw error;
  }
}

function nearestExisting(directory: string): string {
  let path = directory;
  while (!existsSync(path) && dirname(path) !== path) path = dirname(path);
  return path;
}

function isWritable(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK | constants.X_OK);
    return true;
  } catch (error) {
    return !mistakes.has(errorCode(error));
  }
}

function fileProblem(shown: string, ancestor: string): DirectoryProblem {
  return {
    detail: `"${shown}" needs a directory, but ${printable(ancestor, 200)} is a file`,
    action: 'name a directory or move the file away',
  };
}

function unwritable(shown: string, directory: string, stats: Stats): DirectoryProblem {
  const uid = process.geteuid?.() ?? -1;
  const gid = process.getegid?.() ?? -1;
  const mode = (stats.mode & 0o7777).toString(8).padStart(4, '0');
  return {
    detail:
      `uid ${uid} (gid ${gid}) may not write to ${printable(directory, 200)}, needed for "${shown}": ` +
      `its mode is ${mode}, its owner ${stats.uid}:${stats.gid}`,
    action:
      `set securityContext.fsGroup: ${gid} on the pod; hostPath classes ignore it, there run ` +
      `chown -R ${uid}:${gid} on the directory`,
  };
}

const errorCode = (error: unknown): string => String((error as { code?: unknown }).code ?? '');
