import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kustomizations, workspaceRoot } from '../src/workspace';
import { Linter } from './linter';

interface Scored {
  readonly object_name: string;
  readonly checks: readonly { check: { id: string }; grade: number; skipped: boolean }[];
}

const score = Linter.go('github.com/zegl/kube-score/cmd/kube-score', '1.20.0');
/** kube-score's grade for a check that found nothing at all. */
const allOk = 10;

/** The checks of the table under "Waivers", where their reasons are. */
function waived(): string[] {
  const readme = readFileSync(join(workspaceRoot, 'deploy/README.md'), 'utf8');
  return [...readme.matchAll(/^\|.*?kube-score `([\w-]+)`/gm)].map(([, id]) => id!).sort();
}

score.it('kube-score asks for nothing but what deploy/README.md waives, and each waiver is needed', () => {
  const failed = kustomizations('overlays').flatMap((overlay) => {
    const file = `deploy/golden/${overlay}.yaml`;
    const { output } = score.run('score', '--kubernetes-version', 'v1.33', '--output-format', 'json', file);
    const objects = JSON.parse(output) as Scored[];
    expect(objects.length).toBeGreaterThan(3);
    return objects.flatMap(({ checks }) => checks.filter(({ grade, skipped }) => !skipped && grade < allOk));
  });
  expect([...new Set(failed.map(({ check }) => check.id))].sort()).toEqual(waived());
});
