import { readFileSync } from 'node:fs';
import { converge, table } from './convergence';

test('docs/total.md has the table that the code makes', () => {
  const page = readFileSync(new URL('../../../docs/total.md', import.meta.url), 'utf8');
  const cells = (text: string): string[] =>
    text
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) => line.replace(/\s+/g, ''));
  expect(cells(page)).toEqual(
    expect.arrayContaining(cells(table()).filter((line) => !line.startsWith('|---'))),
  );
});

test('a thousand replicas know of each other in a handful of rounds', () => {
  expect(converge(1).rounds).toBe(0);
  expect(converge(9).rounds).toBe(1); // 8 others: everybody asks everybody
  expect(converge(1000).rounds).toBeLessThanOrEqual(6);
});
