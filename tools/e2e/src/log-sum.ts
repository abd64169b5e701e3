import { eventually } from '@visits/testing/eventually';
import { type Namespace } from './namespace';
import { type TotalAnswer, totalOf } from './total-answer';
import { linesOf } from './volume-copy';

/** Longer than a pod leaves a sibling alone that did not answer. */
const DEADLINE_MS = 90_000;

/** How many lines the logs of these pods hold together. */
export async function logSum(namespace: Namespace, pods: readonly string[]): Promise<number> {
  const logs = await Promise.all(pods.map((pod) => linesOf(namespace, pod)));
  return logs.reduce((sum, { length }) => sum + length, 0);
}

/** Once nobody visits any more: what each pod answers as soon as it calls the sum of their logs exact. */
export async function exactTotals(namespace: Namespace, pods: readonly string[]): Promise<TotalAnswer[]> {
  const sum = await logSum(namespace, pods);
  const exact = (pod: string) =>
    eventually(`${pod} answers exactly ${sum}`, DEADLINE_MS, async () => {
      const answer = await totalOf(namespace, pod);
      if (!answer.exact || answer.total !== sum) throw new Error(JSON.stringify(answer));
      return answer;
    });
  return Promise.all(pods.map(exact));
}
