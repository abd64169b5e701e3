// Bundles a runner (a module that exports `run(seed)` and `describe(seed)`) into one file, on wish with a bug planted.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { rolldown } from 'rolldown';

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

/** Each edit must match its file exactly once: so a table of bugs can not rot unnoticed. */
function planted(edits) {
  const byFile = new Map();
  for (const edit of edits) {
    const id = resolve(edit.file);
    byFile.set(id, [...(byFile.get(id) ?? []), edit]);
  }
  const done = new Set();
  return {
    name: 'planted-bug',
    load(id) {
      const mine = byFile.get(id);
      if (!mine) return null;
      done.add(id);
      let code = readFileSync(id, 'utf8');
      for (const { find, replace } of mine) {
        const pieces = code.split(find);
        if (pieces.length !== 2) {
          throw new Error(`${id} has ${pieces.length - 1} times, not once: ${find}`);
        }
        code = pieces.join(replace);
      }
      return { code, moduleType: 'ts' };
    },
    buildEnd() {
      for (const id of byFile.keys()) if (!done.has(id)) throw new Error(`${id} is not part of the bundle`);
    },
  };
}

export async function bundleRunner(runner, file, edits = []) {
  const bundle = await rolldown({
    input: resolve(runner),
    platform: 'node',
    tsconfig: resolve('tsconfig.base.json'),
    external: [/^class-/], // Nest's, never asked for
    plugins: [sameRandomness, noAddon, planted(edits)],
  });
  await bundle.write({ file, format: 'esm', codeSplitting: false, sourcemap: false });
  await bundle.close();
}
