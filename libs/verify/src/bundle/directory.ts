import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf } from '@visits/local-set';
import { VerifyError } from '../errors';

/** `verify-local-20261126T101500Z`, new and empty. */
export function makeBundle(out: string, target: 'local' | 'kubernetes'): string {
  const stamp = new Date()
    .toISOString()
    .replace(/\.\d+Z/, 'Z')
    .replace(/[-:]/g, '');
  const directory = join(out, `verify-${target}-${stamp}`);
  try {
    mkdirSync(out, { recursive: true });
    mkdirSync(directory);
  } catch (error) {
    throw new VerifyError(
      'bundle-exists',
      `The bundle ${directory} cannot be made (${errnoOf(error)}).`,
      'Name a directory that can be written with --out.',
      error,
    );
  }
  return directory;
}
