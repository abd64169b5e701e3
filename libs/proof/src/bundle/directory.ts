import { type Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { InputError } from '../input-error';
import { type Files, MOMENTS } from './bundle';

const TOP = ['ledger.log', 'observations.ndjson', 'facts.json'];

/** The only place that reaches the disk. Reads what BUNDLE.md names, follows no link, writes nothing. */
export async function readBundleDirectory(directory: string): Promise<Files> {
  const files = new Map<string, Uint8Array>();
  await readInto(files, directory, '', (name) => TOP.includes(name));
  if (!files.has('ledger.log')) throw new InputError('bundle-missing', { detail: directory });
  for (const claim of await entries(join(directory, 'volumes'))) {
    if (!claim.isDirectory()) continue;
    for (const moment of MOMENTS)
      await readInto(files, directory, `volumes/${claim.name}/${moment}/`, () => true);
  }
  return files;
}

async function readInto(
  files: Map<string, Uint8Array>,
  directory: string,
  prefix: string,
  wanted: (name: string) => boolean,
): Promise<void> {
  for (const entry of await entries(join(directory, prefix))) {
    const name = entry.name.replace(/\.gz$/, '');
    if (!entry.isFile() || !wanted(name)) continue;
    try {
      const bytes = await readFile(join(directory, prefix, entry.name));
      files.set(prefix + name, name === entry.name ? bytes : gunzipSync(bytes));
    } catch (cause) {
      throw new InputError('bundle-unreadable', { detail: `${prefix}${entry.name}.`, cause });
    }
  }
}

async function entries(directory: string): Promise<Dirent[]> {
  try {
    const found = await readdir(directory, { withFileTypes: true });
    return found.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw new InputError('bundle-unreadable', { detail: directory, cause });
  }
}
