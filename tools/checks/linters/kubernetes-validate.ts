import { Linter } from './linter';

export const kubernetesValidate = Linter.python('kubernetes-validate', '1.37.0', 'kubernetes-validate');

/** What the strict schema of a version says against a file. */
export function schemaFindings(kubernetes: string, file: string): string[] {
  const { output } = kubernetesValidate.run('-k', kubernetes, '--strict', file);
  const lines = output.trim().split('\n');
  expect(lines.length).toBeGreaterThan(5);
  return lines.filter((line) => !/^INFO .* passed for resource /.test(line));
}
