import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The Node of the image, not of this machine. npm carries the binary. */
export const MAJOR = 24;

/** The path of a Node of that major, fetched once into tmp/ (never into the repository's node_modules). */
export function otherNode(): string {
  if (process.versions.node.startsWith(`${MAJOR}.`)) return process.execPath;
  const cache = fileURLToPath(new URL(`../../../tmp/node-${MAJOR}`, import.meta.url));
  const name = `node-${process.platform}-${process.arch}`;
  const path = join(cache, 'node_modules', name, 'bin', 'node');
  if (!existsSync(path)) {
    mkdirSync(cache, { recursive: true });
    const flags = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--ignore-scripts'];
    execFileSync('npm', ['install', '--prefix', cache, ...flags, `${name}@${MAJOR}`], { stdio: 'pipe' });
  }
  return path;
}
