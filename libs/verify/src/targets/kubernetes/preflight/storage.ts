import { type ClusterClient, ClusterError, type ObjectOf } from '../client';
import { failed, ok, type Result, warning } from './result';

const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';
const classes = 'kubectl get storageclass';

/** Of claims that the run would make: whether somebody makes volumes for them, and what becomes of those. */
export async function ownStorage(
  client: ClusterClient,
  named: string | undefined,
  mode: string,
): Promise<Result[]> {
  let all: ObjectOf<'StorageClass'>[];
  try {
    all = await client.list('StorageClass');
  } catch (error) {
    if (!(error instanceof ClusterError) || error.code !== 'cluster-forbidden') throw error;
    return [warning('storage class', 'it cannot be seen', classes, 'visits verify rbac')];
  }
  const names = all.map(({ metadata }) => metadata!.name!).join(', ') || 'none';
  const isDefault = ({ metadata }: ObjectOf<'StorageClass'>) =>
    metadata?.annotations?.[DEFAULT_CLASS] === 'true';
  const chosen = all.find((one) => (named ? one.metadata?.name === named : isDefault(one)));
  if (!chosen) {
    const seen = named ? `there is no class ${named}` : 'there is no default class';
    return [
      failed('storage class', `${seen}; there are: ${names}`, classes, 'Name one with --storage-class.'),
    ];
  }
  const { provisioner, volumeBindingMode = 'Immediate', reclaimPolicy = 'Delete' } = chosen;
  const name = chosen.metadata!.name!;
  const look = `kubectl get storageclass ${name} -o yaml`;
  const results =
    provisioner === 'kubernetes.io/no-provisioner'
      ? [
          failed(
            'storage class',
            `${name} makes no volumes (${provisioner})`,
            look,
            'Name another with --storage-class.',
          ),
        ]
      : [ok('storage class', `${name} (${provisioner}), ${mode}, ${volumeBindingMode}`, look)];
  if (reclaimPolicy === 'Retain')
    results.push(
      warning(
        'reclaim policy',
        `${name} keeps volumes (Retain): they stay after the run`,
        look,
        'Name a class that deletes, or remove them as the report says.',
      ),
    );
  else results.push(ok('reclaim policy', reclaimPolicy, look));
  return results;
}

/** Of a set that is there: its claims as they are. */
export async function foundStorage(client: ClusterClient, set: ObjectOf<'StatefulSet'>): Promise<Result[]> {
  const { name = '', namespace = '' } = set.metadata ?? {};
  const {
    replicas = 1,
    persistentVolumeClaimRetentionPolicy: retention,
    volumeClaimTemplates = [],
  } = set.spec!;
  const look = `kubectl -n ${namespace} get pvc`;
  const results: Result[] = [];
  const templates = volumeClaimTemplates.map(({ metadata }) => metadata!.name!);
  const claims = await client.list('PersistentVolumeClaim', { namespace });
  const expected = templates.flatMap((template) =>
    Array.from({ length: replicas }, (_, ordinal) => `${template}-${name}-${ordinal}`),
  );
  const unbound = expected.filter((claim) => {
    const found = claims.find(({ metadata }) => metadata?.name === claim);
    return found?.status?.phase !== 'Bound';
  });
  if (templates.length === 0)
    results.push(
      failed(
        `claims of ${name}`,
        'the set has none: nothing of it outlives a pod',
        look,
        'Give it a claim template.',
      ),
    );
  else if (unbound.length > 0)
    results.push(
      failed(
        `claims of ${name}`,
        `not bound: ${unbound.join(', ')}`,
        `kubectl -n ${namespace} describe pvc ${unbound[0]}`,
        'See why, and wait until they are.',
      ),
    );
  else {
    const [first] = claims.filter(({ metadata }) => expected.includes(metadata!.name!));
    const { storageClassName = '-', accessModes = [] } = first?.spec ?? {};
    results.push(
      ok(
        `claims of ${name}`,
        `${expected.length} bound (${storageClassName}, ${accessModes.join(' ')})`,
        look,
      ),
    );
  }
  const orphans = claims
    .map(({ metadata }) => metadata!.name!)
    .filter(
      (claim) =>
        templates.some((template) => claim.startsWith(`${template}-${name}-`)) && !expected.includes(claim),
    )
    .filter((claim) => /-\d+$/.test(claim));
  if (orphans.length > 0)
    results.push(
      warning(
        `orphan claims of ${name}`,
        `of no pod: ${orphans.join(', ')}`,
        look,
        'Scaling up takes them again, with what they hold.',
      ),
    );
  const { whenDeleted = 'Retain', whenScaled = 'Retain' } = retention ?? {};
  const policy = `whenDeleted ${whenDeleted}, whenScaled ${whenScaled}`;
  const policyLook = `kubectl -n ${namespace} get sts ${name} -o jsonpath={.spec.persistentVolumeClaimRetentionPolicy}`;
  if (whenDeleted === 'Delete' || whenScaled === 'Delete')
    results.push(
      warning(
        `retention of ${name}`,
        `${policy}: scale and recreate would destroy claims, and are refused`,
        policyLook,
        'Set it to Retain.',
      ),
    );
  else results.push(ok(`retention of ${name}`, policy, policyLook));
  return results;
}
