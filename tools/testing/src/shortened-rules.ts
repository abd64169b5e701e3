import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from './workspace';

export const rulesFile = join(workspaceRoot, 'deploy/observability/rules.yaml');

/** A minute of the rules takes four seconds here. */
export const FACTOR = 15;

const unitSeconds: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** The rules that ship, with each duration divided by 15: how long an alert waits, and how far an expression looks. */
export function shortenedRules(): string {
  const shorter = (amount: string, unit: string) =>
    `${Math.max(1, Math.round((Number(amount) * unitSeconds[unit]!) / FACTOR))}s`;
  return readFileSync(rulesFile, 'utf8')
    .replace(/(?<=\bfor: )(\d+)([smhd])\b/g, (_, amount: string, unit: string) => shorter(amount, unit))
    .replace(/\[(\d+)([smhd])\]/g, (_, amount: string, unit: string) => `[${shorter(amount, unit)}]`)
    .replace(
      /\b(\d+) \* (60|3600)\b/g,
      (_, amount: string, unit: string) => `${amount} * ${Number(unit) / FACTOR}`,
    );
}
