import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf } from '@visits/local-set';
import { VerifyError } from '../errors';

/** `verify-local-20261126T101500Z`, new and empty; for another run of the same second `…Z-2`. */
export function makeBundle(out: string, target: 'local' | 'kubernetes', now = new Date()): string {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const name = join(out, `verify-${target}-${stamp}`);
  try {
    mkdirSync(out, { recursive: true });
    let directory = name;
    for (let run = 2; !makeNew(directory); run += 1) directory = `${name}-${run}`;
    return directory;
  } catch (error) {
    throw new VerifyError(
      'bundle-exists',
      `The bundle ${name} cannot be made (${errnoOf(error)}).`,
      'Name a directory that can be written with --out.',
      error,
    );
  }
}

/** False where something is there already. */
function makeNew(directory: string): boolean {
  try {
    mkdirSync(directory);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw error;
  }
}
