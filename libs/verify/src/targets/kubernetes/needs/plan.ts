import { resourceOf } from '../client';
import type { Step } from './steps';

/** In the order of PLAN_COLUMNS. */
export type PlanRow = readonly [string, string, string, string, string];

export function planRow({ scenario, level, change, deadlineMs, needs }: Step): PlanRow {
  return [scenario, level, change, deadlineMs ? `${Math.ceil(deadlineMs / 1_000)}s` : '-', permission(needs)];
}

/** `create,delete pods; patch statefulsets.apps`. */
function permission(needs: Step['needs']): string {
  const verbs = new Map<string, string[]>();
  for (const need of needs) verbs.set(resourceOf(need), [...(verbs.get(resourceOf(need)) ?? []), need.verb]);
  return [...verbs].map(([resource, list]) => `${list.join(',')} ${resource}`).join('; ') || '-';
}
