import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '@visits/testing/workspace';
import { format } from 'prettier';
import { dashboard } from './dashboard';

const file = join(workspaceRoot, 'deploy/observability/dashboard.json');

interface Placed {
  readonly title?: string;
  readonly type: string;
  readonly description?: string;
  readonly gridPos?: { x: number; y: number; w: number; h: number };
  readonly targets?: readonly { expr: string; refId?: string }[];
}
const panels = (dashboard().panels ?? []) as readonly Placed[];
const drawn = panels.filter(({ type }) => type !== 'row');

it('deploy/observability/dashboard.json is what is built here (WRITE_GOLDEN=1 writes it)', async () => {
  const expected = await format(JSON.stringify(dashboard()), { parser: 'json', printWidth: 110 });
  if (process.env.WRITE_GOLDEN) writeFileSync(file, expected);
  expect(readFileSync(file, 'utf8')).toBe(expected);
});

it('each panel says what to conclude, under a title of its own', () => {
  expect(drawn.length).toBeGreaterThan(25);
  for (const { title, description, targets } of drawn)
    expect([title, description, targets?.length]).toEqual([
      expect.stringMatching(/^[A-Z]/),
      expect.stringMatching(/\.$/),
      expect.any(Number),
    ]);
  const rowsOf = new Map<string, number>();
  for (const { title = '' } of drawn) rowsOf.set(title, (rowsOf.get(title) ?? 0) + 1);
  // One is a number of now, and the other a line.
  expect([...rowsOf].filter(([, times]) => times > 1)).toEqual([['Visits a second', 2]]);
});

it('no panel lies over another', () => {
  for (const [index, { gridPos: one }] of drawn.entries())
    for (const { gridPos: other } of drawn.slice(index + 1)) {
      if (!one || !other) throw new Error('a panel has no place');
      const beside = one.x + one.w <= other.x || other.x + other.w <= one.x;
      const below = one.y + one.h <= other.y || other.y + other.h <= one.y;
      expect(beside || below).toBe(true);
    }
});

it("each query is of the chosen pods only, asks for no label of somebody's scrape, and never sums duplicates", () => {
  for (const { expr } of drawn.flatMap(({ targets = [] }) => targets)) {
    if (expr.includes('ALERTS')) continue;
    const selected = expr.match(/\b\w+\{/g)?.length ?? 0;
    expect(selected).toBeGreaterThan(0);
    expect(expr.match(/namespace=~"\$namespace",pod=~"\$pod"/g)).toHaveLength(selected);
    expect(expr).not.toMatch(/\b(job|instance|container|endpoint|service)\b/);
    expect(expr).toMatch(/max by \(namespace, (pod|statefulset)/);
  }
});
