import { expect } from 'expect';
import { run as live } from './schedules';

type Body = (...row: unknown[]) => unknown;

/** What a planted bug has to get past: seed 1 runs the specs below, each further one a life of a set. */
export async function run(seed: number): Promise<string[]> {
  return seed === 1 ? runSpecs() : live(seed);
}

const SPECS: readonly (() => Promise<unknown>)[] = [
  () => import('./durable-map.spec'),
  () => import('./lookup.spec'),
  () => import('./verdict.spec'),
  () => import('./total.spec'),
  () => import('./large-set.spec'),
  () => import('./cluster.spec'),
  () => import('./leave.spec'),
  () => import('./other-set.spec'),
];

/** Just enough of Jest: a bug is planted in a bundle, and Jest runs no bundles. */
async function runSpecs(): Promise<string[]> {
  const problems: string[] = [];
  for (const load of SPECS) {
    const tests: { name: string; body: Body }[] = [];
    const before: Body[] = [];
    const after: Body[] = [];
    const test = (name: string, body: Body): unknown => tests.push({ name, body });
    test.each = (rows: readonly unknown[]) => (name: string, body: Body) =>
      rows.forEach((row) =>
        test(`${name} ${String(row)}`, () => body(...(Array.isArray(row) ? row : [row]))),
      );
    Object.assign(globalThis, {
      test,
      expect,
      beforeEach: (body: Body) => before.push(body),
      afterEach: (body: Body) => after.push(body),
    });
    await load();
    for (const { name, body } of tests) {
      try {
        for (const step of [...before, body, ...after]) await step();
      } catch (error) {
        problems.push(`${name}: ${(error as Error).message.split('\n', 1)[0]}`);
      }
    }
  }
  return problems;
}
