import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf } from '@visits/local-set';
import type { ObservationOf } from '@visits/proof';

/** The kernel's lock and an opening's probe are no data. */
const notData = new Set(['LOCK', 'visits.probe']);
/** A rotation between two reads is seen, and all is read again. */
const TRIES = 5;

type FileRead = ObservationOf<'read'>['files'][number];

/** Copies a volume's files, byte for byte, and says what it read. Throws where they cannot be read. */
export function copyVolume(dir: string, to: string): FileRead[] {
  const files = readVolume(dir);
  mkdirSync(to, { recursive: true });
  return files.map(({ name, bytes }) => {
    writeFileSync(join(to, name), bytes);
    return { name, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  });
}

interface VolumeFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Files that a writer may move while they are read: until two readings of the names give the same. */
function readVolume(dir: string): VolumeFile[] {
  for (let tries = 1; ; tries++) {
    const names = namesIn(dir);
    const files = names.map((name) => ({ name, bytes: bytesOf(join(dir, name)) }));
    const previous = files.find(({ name }) => name === 'visits.log.1')?.bytes;
    const still = names.join() === namesIn(dir).join() && files.every(({ bytes }) => bytes !== null);
    const samePrevious = !previous || bytesOf(join(dir, 'visits.log.1'))?.equals(previous);
    if ((still && samePrevious) || tries === TRIES) return files.filter(isRead);
  }
}

const isRead = (file: { name: string; bytes: Buffer | null }): file is VolumeFile => file.bytes !== null;

function namesIn(dir: string): string[] {
  const entries = readdirSync(dir, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !notData.has(entry.name))
    .map(({ name }) => name)
    .sort();
}

function bytesOf(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
}
