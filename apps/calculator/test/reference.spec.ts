import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentedRoutes } from '@visits/visits/testing';
import { arithmeticActions } from '../src/arithmetic/arithmetic-error';
import { runningCalculator } from './running-calculator';

const reference = readFileSync(join(import.meta.dirname, '../../../docs/reference.md'), 'utf8');

it("the reference's routes are the calculator's", async () => {
  const { http } = await runningCalculator();
  const { body } = await http.get('/openapi.json').expect(200);
  const contract = Object.keys(body.paths).filter((path) => !/^\/(style\.css|favicon\.ico)$/.test(path));
  expect(documentedRoutes('calculator')).toEqual([...contract, '/docs', '/openapi.json'].sort());
});

it("the reference lists every code of the calculator's own, with what to do, and no other", () => {
  const [, section = ''] = reference.split('### Of the calculator');
  const rows = [...section.matchAll(/^\| `([a-z-]+)` +\| 422 +\| (.*?) +\|$/gm)].map(([, code, action]) => [
    code,
    action,
  ]);
  expect(rows).toEqual(Object.entries(arithmeticActions));
});
