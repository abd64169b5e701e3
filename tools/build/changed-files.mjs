import { resolve } from 'node:path';

/** Sources to take instead of those on the disk, by their path. One that the bundle does not hold would plant nothing. */
export function changedFiles(changed) {
  const codeOf = new Map(Object.entries(changed).map(([file, code]) => [resolve(file), code]));
  const waiting = new Set(codeOf.keys());
  return {
    name: 'changed-files',
    load(id) {
      waiting.delete(id);
      return codeOf.has(id) ? { code: codeOf.get(id), moduleType: 'ts' } : null;
    },
    buildEnd() {
      for (const id of waiting) throw new Error(`${id} is not part of the bundle`);
    },
  };
}
