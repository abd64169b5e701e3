import { eventually } from './deadline';
import { type Namespace } from './namespace';
import { type TotalAnswer, totalsOf } from './total-answer';
import { linesOf } from './volume-copy';

/** Longer than a pod leaves a sibling alone that did not answer. */
const DEADLINE_MS = 90_000;

/** How many lines the logs of these pods hold together. */
export async function logSum(namespace: Namespace, pods: readonly string[]): Promise<number> {
  const logs = await Promise.all(pods.map((pod) => linesOf(namespace, pod)));
  return logs.reduce((sum, { length }) => sum + length, 0);
}

/** Once nobody visits any more: what every pod tells as soon as all of them call the sum of their logs exact. */
export async function exactTotals(namespace: Namespace, pods: readonly string[]): Promise<TotalAnswer[]> {
  const sum = await logSum(namespace, pods);
  return eventually(`each of ${pods.join(', ')} tells exactly ${sum}`, DEADLINE_MS, async () => {
    const totals = await totalsOf(namespace, pods);
    const others = totals.filter(({ exact, total }) => !exact || total !== sum);
    if (others.length > 0) throw new Error(JSON.stringify(others));
    return totals;
  });
}
