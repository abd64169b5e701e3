import type { FactsInput } from '@visits/proof';
import { type Mount, mountOf } from '../../mount';
import type { ClusterClient, ObjectOf } from '../client';
import { appContainer, dataDirOf } from '../pods/app-pod';
import type { Reach } from '../reach/reach';
import type { WatchedSet } from '../set/watched-set';

export interface Evidence {
  readonly sets: FactsInput['sets'];
  readonly facts: Pick<FactsInput, 'cluster' | 'nodes' | 'storage' | 'keepBytes'>;
  /** What a volume lies on: `loop`, or its driver. */
  readonly device: string;
}

/** What binds a report to a cluster. What may not be read is left out. */
export async function evidenceOf(
  client: ClusterClient,
  reach: Reach,
  namespace: string,
  sets: readonly WatchedSet[],
): Promise<Evidence> {
  const pods = sets.flatMap((set) => set.raw);
  const model = pods[0]!;
  const [cluster, nodes, storage, keepBytes] = await Promise.all([
    clusterFacts(client, namespace, model),
    nodeFacts(client, pods),
    storageFacts(client, namespace, sets),
    keepBytesOf(client, model),
  ]);
  const mount = await mountFacts(reach, model);
  const driver = storage.driver ?? 'unknown';
  return {
    sets: sets.map((set) => ({
      app: set.pods[0]!.app,
      name: set.object.metadata!.name!,
      replicas: set.expected,
      claims: set.pods.map(({ claim }) => claim),
    })),
    facts: {
      cluster,
      nodes,
      storage: { ...storage, ...(mount && { ...mount }) },
      ...(keepBytes && { keepBytes }),
    },
    device: mount?.device.startsWith('/dev/loop') ? 'loop' : driver,
  };
}

const orNone = <T>(asked: Promise<T>): Promise<T | undefined> => asked.catch(() => undefined);

async function clusterFacts(client: ClusterClient, namespace: string, pod: ObjectOf<'Pod'>) {
  const [version, system, own] = await Promise.all([
    orNone(client.version()),
    orNone(client.get({ kind: 'Namespace', name: 'kube-system' })),
    orNone(client.get({ kind: 'Namespace', name: namespace })),
  ]);
  const { chosen } = client.api;
  const { name } = appContainer(pod);
  const status = pod.status?.containerStatuses?.find((one) => one.name === name);
  return texts({
    // The API server has no name of its own; this UID lives as long as the cluster.
    uid: system?.metadata?.uid,
    version: version?.gitVersion,
    platform: version?.platform,
    server: chosen.server,
    context: chosen.context,
    namespaceUid: own?.metadata?.uid,
    image: status?.image,
    imageId: status?.imageID,
    clockOffsetMs: String(Math.round(client.clock.offsetMs)),
  });
}

async function nodeFacts(client: ClusterClient, pods: readonly ObjectOf<'Pod'>[]) {
  const names = [...new Set(pods.map(({ spec }) => spec?.nodeName).filter((name) => name !== undefined))];
  return Promise.all(
    names.map(async (name) => {
      const node = await orNone(client.get({ kind: 'Node', name }));
      const info = node?.status?.nodeInfo;
      return texts({
        name,
        kernel: info?.kernelVersion,
        system: info?.osImage,
        kubelet: info?.kubeletVersion,
        runtime: info?.containerRuntimeVersion,
        architecture: info?.architecture,
        zone: node?.metadata?.labels?.['topology.kubernetes.io/zone'],
      });
    }),
  );
}

async function storageFacts(client: ClusterClient, namespace: string, sets: readonly WatchedSet[]) {
  const claim = sets[0]!.pods[0]!.claim;
  const pvc = await orNone(client.get({ kind: 'PersistentVolumeClaim', namespace, name: claim }));
  const { storageClassName, accessModes = [], resources, volumeName } = pvc?.spec ?? {};
  const storageClass =
    storageClassName && (await orNone(client.get({ kind: 'StorageClass', name: storageClassName })));
  const pv = volumeName && (await orNone(client.get({ kind: 'PersistentVolume', name: volumeName })));
  const csi = pv ? pv.spec?.csi : undefined;
  const kind = pv ? Object.keys(pv.spec ?? {}).find((key) => VOLUME_KINDS.has(key)) : undefined;
  return texts({
    class: storageClassName,
    driver: csi?.driver ?? (storageClass ? storageClass.provisioner : undefined),
    volumeKind: kind,
    reclaimPolicy: pv ? pv.spec?.persistentVolumeReclaimPolicy : undefined,
    binding: storageClass ? storageClass.volumeBindingMode : undefined,
    accessModes: accessModes.join(' '),
    size: resources?.requests?.['storage'],
    ...(await handles(client, sets)),
  });
}

const VOLUME_KINDS = new Set(['csi', 'hostPath', 'local', 'nfs', 'iscsi', 'fc', 'rbd', 'cephfs']);

/** `handle of <claim>`: what the driver calls the volume. */
async function handles(client: ClusterClient, sets: readonly WatchedSet[]) {
  const found = await Promise.all(
    sets
      .flatMap((set) => set.pods)
      .map(async ({ claim, volume }) => {
        const pv = await orNone(client.get({ kind: 'PersistentVolume', name: volume }));
        const { csi, local, hostPath } = pv?.spec ?? {};
        return [`handle of ${claim}`, csi?.volumeHandle ?? local?.path ?? hostPath?.path] as const;
      }),
  );
  return Object.fromEntries(found);
}

async function mountFacts(reach: Reach, pod: ObjectOf<'Pod'>): Promise<Mount | null> {
  const read = await orNone(reach.run(pod, ['cat', '/proc/self/mountinfo']));
  return read?.exit === 0 ? mountOf(dataDirOf(pod), read.stdout.toString('utf8')) : null;
}

/** What the journal keeps, by the setting's own name in the pod's map. No other value is read. */
async function keepBytesOf(client: ClusterClient, pod: ObjectOf<'Pod'>): Promise<number | undefined> {
  const { envFrom = [], env = [] } = appContainer(pod);
  const direct = env.find(({ name }) => name === 'LOG_KEEP_BYTES')?.value;
  if (direct) return Number(direct);
  for (const { configMapRef } of envFrom) {
    const name = configMapRef?.name;
    if (!name) continue;
    const map = await orNone(client.get({ kind: 'ConfigMap', namespace: pod.metadata?.namespace, name }));
    const value = map?.data?.['LOG_KEEP_BYTES'];
    if (value) return Number(value);
  }
  return undefined;
}

function texts(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => !!entry[1]));
}
