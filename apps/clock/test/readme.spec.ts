import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runningClock } from './running-clock';

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

it("the README's routes are the clock's", async () => {
  const { http } = await runningClock();
  const { body } = await http.get('/openapi.json').expect(200);
  const contract = Object.keys(body.paths).filter((path) => !/^\/(style\.css|favicon\.ico)$/.test(path));
  expect(routesOf('clock').sort()).toEqual([...contract, '/openapi.json'].sort());
});
