import type {
  CoreV1Event,
  V1ConfigMap,
  V1Job,
  V1Lease,
  V1Namespace,
  V1Node,
  V1PersistentVolume,
  V1PersistentVolumeClaim,
  V1Pod,
  V1PodDisruptionBudget,
  V1ResourceQuota,
  V1Service,
  V1ServiceAccount,
  V1StatefulSet,
  V1StorageClass,
} from '@kubernetes/client-node';

/** What the API server sends: the library's types, with times as the text that they are on the wire. */
export type Json<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? Json<Item>[]
    : T extends object
      ? { [Key in keyof T]: Json<T[Key]> }
      : T;

interface Kinds {
  ConfigMap: V1ConfigMap;
  Event: CoreV1Event;
  Job: V1Job;
  Lease: V1Lease;
  Namespace: V1Namespace;
  Node: V1Node;
  PersistentVolume: V1PersistentVolume;
  PersistentVolumeClaim: V1PersistentVolumeClaim;
  Pod: V1Pod;
  PodDisruptionBudget: V1PodDisruptionBudget;
  ResourceQuota: V1ResourceQuota;
  Service: V1Service;
  ServiceAccount: V1ServiceAccount;
  StatefulSet: V1StatefulSet;
  StorageClass: V1StorageClass;
}

export type Kind = keyof Kinds;
export type ObjectOf<K extends Kind> = Json<Kinds[K]>;

export interface KindPlace {
  /** The API group; empty for the core. */
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly namespaced: boolean;
}

const place = (group: string, version: string, resource: string, namespaced = true): KindPlace => ({
  ...{ group, version, resource, namespaced },
});

/** Where each kind lives. */
export const KINDS: Readonly<Record<Kind, KindPlace>> = {
  ConfigMap: place('', 'v1', 'configmaps'),
  Event: place('', 'v1', 'events'),
  Job: place('batch', 'v1', 'jobs'),
  Lease: place('coordination.k8s.io', 'v1', 'leases'),
  Namespace: place('', 'v1', 'namespaces', false),
  Node: place('', 'v1', 'nodes', false),
  PersistentVolume: place('', 'v1', 'persistentvolumes', false),
  PersistentVolumeClaim: place('', 'v1', 'persistentvolumeclaims'),
  Pod: place('', 'v1', 'pods'),
  PodDisruptionBudget: place('policy', 'v1', 'poddisruptionbudgets'),
  ResourceQuota: place('', 'v1', 'resourcequotas'),
  Service: place('', 'v1', 'services'),
  ServiceAccount: place('', 'v1', 'serviceaccounts'),
  StatefulSet: place('apps', 'v1', 'statefulsets'),
  StorageClass: place('storage.k8s.io', 'v1', 'storageclasses', false),
};

/** An object by its name; the namespace is left out where the kind has none. */
export interface Ref<K extends Kind = Kind> {
  readonly kind: K;
  readonly name: string;
  readonly namespace?: string;
}

/** `statefulset/clock`, as kubectl takes it. */
export const nameOf = ({ kind, name }: Ref): string => `${kind.toLowerCase()}/${name}`;

/** The path of a kind's collection, or of one object in it. */
export function pathOf(kind: Kind, namespace?: string, name?: string, subresource?: string): string {
  const { group, version, resource, namespaced } = KINDS[kind];
  const root = group ? `/apis/${group}/${version}` : `/api/${version}`;
  const parts = [...(namespaced && namespace ? ['namespaces', namespace] : []), resource, name, subresource];
  return [root, ...parts.filter((part) => part !== undefined).map(encodeURIComponent)].join('/');
}
