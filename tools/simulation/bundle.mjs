// Bundles a runner (a module that exports `run(seed)` and `describe(seed)`) into one file, on wish with changed sources.
import { resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { changedFiles } from '../build/changed-files.mjs';

/** Real randomness is dear, and would make a seed mean something else each time. */
const sameRandomness = {
  name: 'same-randomness',
  resolveId: { filter: { id: /^node:crypto$/ }, handler: () => ({ id: '\0crypto' }) },
  load: {
    filter: { id: /^\0crypto$/ },
    handler: () => `
      const bytes = Buffer.alloc(1 << 20);
      export const randomBytes = (length) => bytes.subarray(0, length);
      export const randomUUID = () => '00000000-0000-4000-8000-000000000000';`,
  },
};

/** The simulated disk has locks of its own, and an addon does not go into a bundle. */
const noAddon = {
  name: 'no-addon',
  resolveId: { filter: { id: /^fs-native-extensions$/ }, handler: () => ({ id: '\0addon' }) },
  load: {
    filter: { id: /^\0addon$/ },
    handler: () => 'export const tryLock = () => false; export default {};',
  },
};

export async function bundleRunner(runner, file, changed = {}) {
  const bundle = await rolldown({
    input: resolve(runner),
    platform: 'node',
    tsconfig: resolve('tsconfig.base.json'),
    external: [/^class-/], // Nest's, never asked for
    plugins: [sameRandomness, noAddon, changedFiles(changed)],
  });
  await bundle.write({ file, format: 'esm', codeSplitting: false, sourcemap: false });
  await bundle.close();
}
