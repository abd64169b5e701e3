import type { Report } from '@visits/proof';

/** Code by scenario, of all that is violated. */
export function violationsOf({ scenarios }: Report): Record<string, string[]> {
  const violated = scenarios.filter(({ verdict }) => verdict === 'violated');
  return Object.fromEntries(
    violated.map(({ name, findings }) => [
      name,
      findings.filter(({ severity }) => severity === 'violated').map(({ code }) => code),
    ]),
  );
}
