import type { File, Volume } from './volume';

/** Goes on after short writes: a full disk writes some bytes first and refuses only the next call. */
export async function writeFully(file: File, bytes: Buffer, position: number): Promise<void> {
  let written = await file.write(bytes, position);
  while (written < bytes.length) {
    const more = await file.write(bytes.subarray(written), position + written);
    if (more === 0) throw Object.assign(new Error('the disk took no byte'), { code: 'EIO' });
    written += more;
  }
}

/** The bytes in [start, end) as far as the file has them. */
export async function readRange(file: File, start: number, end: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(Math.max(0, end - start));
  return buffer.subarray(0, await file.read(buffer, start));
}

/** The first `limit` bytes of a file, or null when nothing has that name. */
export async function readStart(volume: Volume, name: string, limit: number): Promise<Buffer | null> {
  const file = await openIfThere(volume, name);
  if (!file) return null;
  return closing(file, () => readRange(file, 0, limit));
}

const MAX_OPEN_ATTEMPTS = 3;

/** null only where the name itself is not there either: to take a file for absent may end with its being overwritten. */
export async function openIfThere(
  volume: Volume,
  name: string,
  mode: 'read' | 'write' = 'read',
): Promise<File | null> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await volume.open(name, mode);
    } catch (error) {
      if ((error as { code?: string }).code !== 'ENOENT') throw error;
      if ((await volume.stat(name)) === null) return null;
      if (attempt === MAX_OPEN_ATTEMPTS) throw error; // a dangling link, or a disk that contradicts itself
    }
  }
}

/** Runs `use` and closes the file whatever comes of it. */
export async function closing<T>(file: File, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } finally {
    await file.close();
  }
}

/**
 * Gives a name a new content, durably once it resolves; a crash leaves the old one or the new one, whole. Returns the
 * identity of the file that now has the name. After a rejection either may be there; what was written aside is removed.
 */
export async function replaceFile(
  volume: Volume,
  name: string,
  content: Buffer | ((file: File) => Promise<void>),
): Promise<string> {
  const temporary = `${name}.new`;
  const write = Buffer.isBuffer(content) ? (file: File) => writeFully(file, content, 0) : content;
  try {
    const file = await volume.open(temporary, 'replace');
    const identity = await closing(file, async () => {
      await write(file);
      await file.sync();
      return (await file.stat()).identity;
    });
    await volume.rename(temporary, name);
    await volume.sync();
    return identity;
  } catch (error) {
    // On a full disk it would take the room that the journal waits for.
    await removeDurably(volume, temporary).catch(() => undefined);
    throw error;
  }
}

/** Were the removal lost in a power cut, the next replacement's rename could give the name to what was never synced. */
async function removeDurably(volume: Volume, name: string): Promise<void> {
  await volume.remove(name);
  await volume.sync();
}

/** Renames to a free name: what was set aside earlier is never overwritten. */
export async function setAside(volume: Volume, from: string, name: string): Promise<string> {
  const to = await freeName(volume, name);
  await volume.rename(from, to);
  return to;
}

/** The first of `name`, `name.2`, `name.3` … that nothing has. */
export async function freeName(volume: Volume, name: string): Promise<string> {
  let free = name;
  for (let n = 2; (await volume.stat(free)) !== null; n += 1) free = `${name}.${n}`;
  return free;
}
