import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** For tests: the paths of the rows of the reference's route table that name `app` or both. */
export function documentedRoutes(app: string): string[] {
  const reference = readFileSync(join(import.meta.dirname, '../../../docs/reference.md'), 'utf8');
  const [, section = ''] = reference.split('## Routes');
  const paths = [...section.matchAll(/^\| (`[^|]*) \| (\w+) +\|/gm)]
    .filter(([, , of]) => of === app || of === 'both')
    .flatMap(([, routes = '']) =>
      [...routes.matchAll(/`(?:\w+ )?(\/[^?`]*)/g)].map(([, path]) => path as string),
    );
  return [...new Set(paths)].sort();
}
