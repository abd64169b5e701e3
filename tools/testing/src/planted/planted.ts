import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type ts from 'typescript';
import { fill, matchesOf, sourceOf, type Match, type Names } from './pattern';

/** Matches exactly once in all of the sources. Without `replace` it only says what its names stand for. */
export interface Edit {
  readonly find: string;
  readonly replace?: string;
}

/** A bug on purpose. A name means the same in all of its edits. */
export interface Plant {
  readonly name: string;
  readonly edits: readonly Edit[];
}

/** Most bugs are one edit. */
export const one = (name: string, find: string, replace: string): Plant => ({
  name,
  edits: [{ find, replace }],
});

export type Sources = ReadonlyMap<string, ts.SourceFile>;

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const TEST = /\.spec\.ts$|(^|\/)testing(\.ts$|\/)/;

/** The sources of libraries by their path in the repository, without their tests. */
export function readSources(libraries: readonly string[]): Sources {
  const files = libraries.flatMap((library) =>
    readdirSync(`${root}libs/${library}/src`, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !TEST.test(name))
      .map((name) => `libs/${library}/src/${name}`),
  );
  return new Map(files.map((file) => [file, sourceOf(file, readFileSync(root + file, 'utf8'))] as const));
}

/** The files that change, with the bug in them. */
export function plant(sources: Sources, edits: readonly Edit[]): Map<string, string> {
  const found: (Match & { file: string; replace: string })[] = [];
  let names: Names = new Map();
  for (const { find, replace } of edits) {
    const places = [...sources].flatMap(([file, source]) =>
      matchesOf(find, source, names).map((match) => ({ file, ...match })),
    );
    const [place] = places;
    if (!place || places.length > 1) {
      const where = places.map(({ file }) => `\n  in ${file}`).join('');
      throw new Error(`It stands ${places.length} times in the sources, not once: ${find}${where}`);
    }
    names = place.names;
    if (replace !== undefined) found.push({ ...place, replace });
  }
  const changed = new Map<string, string>();
  for (const { file, start, end, replace } of found.sort((a, b) => b.start - a.start)) {
    const text = changed.get(file) ?? (sources.get(file) as ts.SourceFile).text;
    changed.set(file, text.slice(0, start) + fill(replace, names) + text.slice(end));
  }
  return changed;
}
