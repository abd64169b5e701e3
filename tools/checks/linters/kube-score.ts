import { Linter } from './linter';

interface Scored {
  readonly checks: readonly { check: { id: string }; grade: number; skipped: boolean }[];
}

export const kubeScore = Linter.go('github.com/zegl/kube-score/cmd/kube-score', '1.20.0');
/** Its grade for a check that found nothing at all. */
const allOk = 10;

/** The checks that found something in a file. */
export function failedChecks(file: string): string[] {
  const { output } = kubeScore.run('score', '--kubernetes-version', 'v1.33', '--output-format', 'json', file);
  const objects = JSON.parse(output) as Scored[];
  expect(objects.length).toBeGreaterThan(3);
  const failed = objects.flatMap(({ checks }) =>
    checks.filter(({ grade, skipped }) => !skipped && grade < allOk),
  );
  return failed.map(({ check }) => check.id);
}
