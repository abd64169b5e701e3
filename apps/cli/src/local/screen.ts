import type { LocalSet } from './local-set';
import type { PodNews } from './pod';
import type { PodRow } from './table';

/** What a person sees of a local set. */
export interface Screen {
  start(): void;
  news(news: PodNews): void;
  allReady(): void;
  stopping(): void;
  stopped(): Promise<void>;
}

/** Reads a pod's count from its volume, also while the pod is down; null before there is one. */
export type CountVisits = (dataDir: string) => Promise<number | null>;

export const urlOf = (origin: string) => origin.replace('127.0.0.1', 'localhost');

export async function rowsOf(set: LocalSet, countVisits: CountVisits): Promise<PodRow[]> {
  return Promise.all(
    set.pods.map(async (pod) => ({
      name: pod.name,
      state: pod.state,
      restarts: pod.restarts,
      visits: await countVisits(pod.plan.dataDir),
      url: urlOf(pod.plan.origin),
    })),
  );
}

/** What to do now: the same words on a terminal and in plain lines. */
export function guide(set: LocalSet, logs: string): string[] {
  const first = set.pods[0];
  return [
    ...set.sets.map(
      ({ app, url, pods }) => `${`${app}:`.padEnd(12)}${url} (each request meets the next of ${pods.length})`,
    ),
    ...(first ? [`${'the count:'.padEnd(12)}cat ${first.plan.dataDir}/visits.txt`] : []),
    ...set.sets
      .slice(0, 1)
      .map(({ url }) => `${'the total:'.padEnd(12)}curl -s ${url.replace('http://', '')}/total`),
    `${'logs:'.padEnd(12)}${logs}`,
    `${'stop:'.padEnd(12)}Ctrl-C (the data stays)`,
  ];
}
