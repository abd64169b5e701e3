import { type Manifests, type Workload, selects } from './manifests';

/** What a reader of `deploy/README.md` sees of an overlay: a row of its table, without the links. */
export interface Row {
  readonly namespace: string;
  readonly replicas: string;
  readonly service: string;
  readonly claim: string;
}

/** The facts of the five reports, written down by hand, and ours. */
export const reports: Record<string, Row & { readonly report: string }> = {
  'clusterip-pair': {
    report: '000',
    namespace: 'default',
    replicas: '2 / 2',
    service: 'ClusterIP 8080 / ClusterIP 8080',
    claim: '10M RWO at /data',
  },
  'nodeport-trio': {
    report: '001',
    namespace: 'app-python (own)',
    replicas: '3 / –',
    service: 'LoadBalancer 8000, nodePort 30000',
    claim: '32Mi RWX at /var/app-python',
  },
  'vault-pair': {
    report: '002',
    namespace: 'default',
    replicas: '2 / 1',
    service: 'ClusterIP 5000 / ClusterIP 8080',
    claim: '1Gi RWO at /data',
  },
  'loadbalancer-trio': {
    report: '003',
    namespace: 'new (own)',
    replicas: '3 / –',
    service: 'LoadBalancer 8080',
    claim: '1Gi RWO at /data',
  },
  'loadbalancer-port80': {
    report: '004',
    namespace: 'default',
    replicas: '2 / 2',
    service: 'LoadBalancer 80 / LoadBalancer 80',
    claim: '64Mi RWO at /data',
  },
  production: {
    report: 'ours',
    namespace: 'visits (own)',
    replicas: '3 / 3',
    service: 'ClusterIP 80 / ClusterIP 80',
    claim: '1Gi RWOP at /data',
  },
};

const shortModes: Record<string, string> = {
  ReadWriteOnce: 'RWO',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

/** The same row, read from a render. */
export function rowOf(manifests: Manifests): Row {
  const clock = manifests.workloads.find(({ name }) => name === 'clock');
  const calculator = manifests.workloads.find(({ name }) => name === 'calculator');
  const both = [clock, calculator].filter((workload) => workload !== undefined);
  const namespace = clock?.set.metadata?.namespace;
  const own = manifests.namespaces.some(({ metadata }) => metadata?.name === namespace);
  return {
    namespace: `${namespace}${own ? ' (own)' : ''}`,
    replicas: [clock, calculator].map((workload) => workload?.set.spec?.replicas ?? '–').join(' / '),
    service: both.map((workload) => serviceOf(workload, manifests)).join(' / '),
    claim: [...new Set(both.map(claimOf))].join(' / '),
  };
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

function claimOf({ app, claim }: Workload): string {
  const mode = claim?.spec?.accessModes?.map((known) => shortModes[known]).join('+');
  const mount = app.volumeMounts?.find(({ name }) => name === claim?.metadata?.name)?.mountPath;
  return `${claim?.spec?.resources?.requests?.storage} ${mode} at ${mount}`;
}
