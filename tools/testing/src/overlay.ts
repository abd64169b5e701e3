import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from './kubectl';
import { Manifests, type Workload, selects } from './manifests';
import { kustomizations, workspaceRoot } from './workspace';

export const overlays = kustomizations('overlays');

const renders = new Map<string, string>();

/** What `kubectl kustomize` makes of it. */
export function renderOf(overlay: string): string {
  const rendered = renders.get(overlay) ?? render(`deploy/overlays/${overlay}`);
  renders.set(overlay, rendered);
  return rendered;
}

export const manifestsOf = (overlay: string): Manifests => Manifests.parse(renderOf(overlay));

/** Where an overlay's pods run, and whether it brings that Namespace along. */
export function namespaceOf({ sets, namespaces }: Manifests): { name: string; isOwn: boolean } {
  const name = sets[0]?.metadata?.namespace ?? 'default';
  return { name, isOwn: namespaces.some(({ metadata }) => metadata?.name === name) };
}

/** Its row in the table of `deploy/README.md`, from the report on; what it needs of the cluster, a person writes. */
export function rowOf(overlay: string): string[] {
  const file = join(workspaceRoot, 'deploy/overlays', overlay, 'kustomization.yaml');
  const report = /^# Report (\d+):/.exec(readFileSync(file, 'utf8'))?.[1] ?? 'ours';
  const manifests = manifestsOf(overlay);
  const { name, isOwn } = namespaceOf(manifests);
  const [clock, calculator] = ['clock', 'calculator'].map((app) =>
    manifests.workloads.find((workload) => workload.name === app),
  );
  const both = [clock, calculator].filter((workload) => workload !== undefined);
  return [
    report,
    isOwn ? `${name} (own)` : name,
    [clock, calculator].map((workload) => workload?.set.spec?.replicas ?? '–').join(' / '),
    both.map((workload) => serviceOf(workload, manifests)).join(' / '),
    [...new Set(both.map(claimOf))].join(' / '),
  ];
}

function serviceOf({ labels }: Workload, { services }: Manifests): string {
  const client = services.find(({ spec }) => spec?.clusterIP !== 'None' && selects(spec?.selector, labels));
  return (client?.spec?.ports ?? [])
    .map(({ port, nodePort }) => {
      const pinned = nodePort ? `, nodePort ${nodePort}` : '';
      return `${client?.spec?.type ?? 'ClusterIP'} ${port}${pinned}`;
    })
    .join(', ');
}

const shortModes: Record<string, string> = {
  ReadWriteOnce: 'RWO',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

function claimOf(workload: Workload): string {
  const { accessModes, resources } = workload.claim?.spec ?? {};
  const mode = accessModes?.map((known) => shortModes[known]).join('+');
  return `${resources?.requests?.storage} ${mode} at ${mountOf(workload)}`;
}

/** Where the app finds its claim. */
export function mountOf({ app, claim }: Workload): string | undefined {
  return app.volumeMounts?.find(({ name }) => name === claim?.metadata?.name)?.mountPath;
}
