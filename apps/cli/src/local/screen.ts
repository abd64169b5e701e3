import type { LocalSet, PodNews } from '@visits/local-set';
import { VERSION } from '../version';

/** What a person sees of a local set. */
export interface Screen {
  start(): void;
  news(news: PodNews): void;
  allReady(): void;
  stopping(): void;
  stopped(): Promise<void>;
}

/** What a screen is about. */
export interface Shown {
  readonly set: LocalSet;
  readonly dataDir: string;
  readonly logs: string;
  /** The set before this one was killed, or lost its power. */
  readonly isAfterUncleanEnd: boolean;
}

/** Reads a pod's count from its volume, also while the pod is down; null before there is one. */
export type CountVisits = (dataDir: string) => Promise<number | null>;

export const DEFAULT_DATA_DIR = '.visits';
const GUIDE_WIDTH = 79;

export const urlOf = (origin: string) => origin.replace('127.0.0.1', 'localhost');

export const startLine = ({ set, dataDir }: Shown): string =>
  `visits ${VERSION} starts ${set.sets.map(({ app, pods }) => `${pods.length} ${app}${pods.length > 1 ? 's' : ''}`).join(' and ')} on ${dataDir}`;

export const uncleanLine = ({ dataDir }: Shown): string =>
  `The set before this one on ${dataDir} did not end cleanly; each pod goes on from what its volume proves.`;

/** What to do now: the same words on a terminal and in plain lines. */
export function guide({ set, dataDir, logs }: Shown): string[] {
  const { url = '' } = set.sets[0] ?? {};
  const isDefault = dataDir === DEFAULT_DATA_DIR;
  const where = isDefault ? '' : ` --data-dir ${dataDir}`;
  const tries = [
    `curl ${url.replace('http://', '')}`,
    `npx visits kill ${set.pods.at(1)?.name ?? set.pods[0]?.name}${where}`,
    `npx visits total${isDefault ? '' : ` ${url.replace('http://', '')}`} --watch`,
  ];
  const line = `try:   ${tries.join('; ')}`;
  return [
    ...(line.length <= GUIDE_WIDTH
      ? [line]
      : tries.map((one, at) => `${at === 0 ? 'try: ' : '     '}  ${one}`)),
    ...(set.prometheusUrl ? [`metrics: ${set.prometheusUrl} (Prometheus, with the alerts)`] : []),
    `logs:  npx visits logs --follow${where}   (${logs})`,
    'stop:  Ctrl-C (the data stays)',
  ];
}
