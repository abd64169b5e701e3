import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '@visits/testing/workspace';
import { tableBelow } from '../docs/markdown-table';

export const read = (path: string): string => readFileSync(join(workspaceRoot, path), 'utf8');

/** What others make: Prometheus itself, and kube-state-metrics. */
export const foreign = [
  'up',
  'kube_statefulset_replicas',
  'kube_statefulset_status_replicas_ready',
  'kube_statefulset_status_replicas_updated',
];

const sections = ['## The volume', '## The service', '## The calculator', '## The process'];

/** Each metric that docs/metrics.md explains; tests of the apps compare that page with their registries. */
export const explained: ReadonlyMap<string, { type: string; labels: string[] }> = new Map(
  sections.flatMap((heading) =>
    tableBelow(read('docs/metrics.md'), heading).map(([name = '', type = '', labels = '']) => [
      name,
      { type, labels: [...labels.matchAll(/`?(\w+)`?/g)].map(([, label]) => label!) },
    ]),
  ),
);

/** The names of a metric's series. */
export function seriesOf(name: string): string[] {
  if (explained.get(name)?.type !== 'histogram') return [name];
  return ['bucket', 'sum', 'count'].map((part) => `${name}_${part}`);
}

/** What a text or a query takes for metrics of ours, or of others. */
export function metricsIn(text: string): string[] {
  const ours = /(?<![\w:./-])(?:visits|calculator|http_request|nodejs|process|kube)_\w*[a-z](?![\w:*-])/g;
  return [...new Set([...text.matchAll(ours)].map(([name]) => name))];
}
