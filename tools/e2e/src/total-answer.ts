import { type Namespace } from './namespace';
import { ask } from './pod-client';

export interface TotalReplica {
  readonly replica: string;
  readonly pod: string;
  readonly visits: number;
  readonly source: 'self' | 'live' | 'final' | 'cached';
}

export interface TotalAnswer {
  readonly total: number;
  readonly exact: boolean;
  readonly reasons: readonly string[];
  readonly replicas: readonly TotalReplica[];
  readonly pod: string;
  readonly replica: string;
}

/** The total as the pod knows it. Throws while it does not. */
export async function totalOf(namespace: Namespace, pod: string): Promise<TotalAnswer> {
  const answer = await ask(namespace, pod, '/total');
  if (answer.status !== 200) throw new Error(`${pod}/total: ${answer.status} ${answer.body}`);
  return JSON.parse(answer.body) as TotalAnswer;
}

export function totalsOf(namespace: Namespace, pods: readonly string[]): Promise<TotalAnswer[]> {
  return Promise.all(pods.map((pod) => totalOf(namespace, pod)));
}
