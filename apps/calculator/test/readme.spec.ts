import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { arithmeticActions } from '../src/arithmetic/arithmetic-error';
import { runningCalculator } from './running-calculator';

const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');

/** Paths of the rows of README's route table that name `app` or both. */
function routesOf(app: string): string[] {
  const [, section = ''] = readme.split('## Routes');
  return [...section.matchAll(/^\| (`[^|]*) \| (\w+) +\|/gm)]
    .filter(([, , of]) => of === app || of === 'both')
    .flatMap(([, routes = '']) =>
      [...routes.matchAll(/`(?:\w+ )?(\/[^?`]*)/g)].map(([, path]) => path as string),
    );
}

it("the README's routes are the calculator's", async () => {
  const { http } = await runningCalculator();
  const { body } = await http.get('/openapi.json').expect(200);
  const contract = Object.keys(body.paths).filter((path) => !/^\/(style\.css|favicon\.ico)$/.test(path));
  expect([...new Set(routesOf('calculator'))].sort()).toEqual([...contract, '/openapi.json'].sort());
});

it("the README lists every code of the calculator's own, with what to do, and no other", () => {
  const [, section = ''] = readme.split('### Of the calculator');
  const rows = [...section.matchAll(/^\| `([a-z-]+)` +\| 422 +\| (.*?) +\|$/gm)].map(([, code, action]) => [
    code,
    action,
  ]);
  expect(rows).toEqual(Object.entries(arithmeticActions));
});
