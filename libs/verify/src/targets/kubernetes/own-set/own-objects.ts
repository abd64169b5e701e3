import type { App } from '@visits/proof';
import { type Kind, KINDS, type ObjectOf } from '../client';
import { labelsOf } from '../run-label';

/** What one may choose of a run's own set. */
export interface OwnSetChoice {
  readonly replicas?: number;
  readonly image?: string;
  readonly storageClass?: string;
  /** Of a claim, such as 256Mi. */
  readonly size?: string;
}

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Labels };
}

type Labels = Record<string, string>;

export interface OwnObjects {
  readonly namespace: string;
  /** In the order in which they are made; the Namespace first, where it is the run's own. */
  readonly objects: readonly { readonly kind: Kind; readonly object: Manifest }[];
  readonly sets: readonly { readonly app: App; readonly statefulSet: string }[];
}

const NAME_LABEL = 'app.kubernetes.io/name';
const ORDER: readonly Kind[] = [
  ...(['Namespace', 'ServiceAccount', 'ConfigMap', 'Service', 'PodDisruptionBudget', 'StatefulSet'] as const),
];
/** What a claim keeps of both logs is at most this share of it, as the manifests have it. */
const KEPT = 0.6;

const namespaceOf = (run: string): string => `visits-verify-${run}`;

/**
 * The overlay `verify` as this run makes it: in a namespace of its own, or, in a `shared` one, under names and labels of
 * its own, so that no Service of somebody else's selects its pods.
 */
export function ownObjects(
  rendered: readonly Manifest[],
  run: string,
  choice: OwnSetChoice,
  shared?: string,
): OwnObjects {
  const namespace = shared ?? namespaceOf(run);
  const named =
    shared === undefined ? rendered : rendered.filter(({ kind }) => kind !== 'Namespace').map(renamed(run));
  const sets = rendered
    .filter(({ kind }) => kind === 'StatefulSet')
    .map(({ metadata: { name } }) => name as App);
  const objects = named.map((manifest) => {
    const object = structuredClone(manifest) as Manifest & { metadata: { name: string; namespace?: string } };
    const kind = object.kind as Kind;
    if (!(kind in KINDS)) throw new Error(`The overlay holds a ${kind}, which a run cannot make.`);
    if (kind === 'Namespace') object.metadata.name = namespace;
    else object.metadata.namespace = namespace;
    label(object.metadata, run);
    if (kind === 'StatefulSet') choose(object as unknown as ObjectOf<'StatefulSet'>, run, choice);
    if (kind === 'ConfigMap' && choice.size) fit(object as unknown as ObjectOf<'ConfigMap'>, choice.size);
    return { kind, object };
  });
  objects.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  return { namespace, objects, sets: sets.map((app) => ({ app, statefulSet: nameIn(shared, run, app) })) };
}

const nameIn = (shared: string | undefined, run: string, name: string) =>
  shared === undefined ? name : `verify-${run}-${name}`;

function label(metadata: { labels?: Labels }, run: string): void {
  metadata.labels = { ...metadata.labels, ...labelsOf(run) };
}

function choose(set: ObjectOf<'StatefulSet'>, run: string, choice: OwnSetChoice): void {
  const { replicas, image, storageClass, size } = choice;
  const spec = set.spec!;
  if (replicas) spec.replicas = replicas;
  label((spec.template.metadata ??= {}), run);
  const pod = spec.template.spec!;
  if (image)
    for (const container of [...(pod.initContainers ?? []), ...pod.containers]) container.image = image;
  for (const claim of spec.volumeClaimTemplates ?? []) {
    label((claim.metadata ??= {}), run);
    if (storageClass) claim.spec!.storageClassName = storageClass;
    if (size) claim.spec!.resources!.requests!['storage'] = size;
  }
}

function fit({ data }: ObjectOf<'ConfigMap'>, size: string): void {
  const most = Math.floor(bytesOf(size) * KEPT);
  if (data && Number(data['LOG_KEEP_BYTES']) > most) data['LOG_KEEP_BYTES'] = String(most);
}

const UNITS: Record<string, number> = {
  ...{ '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 },
};

/** The bytes of a quantity such as 64Mi; NaN for what is none. */
export function bytesOf(size: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(|[kMGT]|[KMGT]i)$/.exec(size) ?? [];
  return number === undefined ? Number.NaN : Number(number) * UNITS[unit!]!;
}

/** Each name of ours, wherever it stands: in metadata, selectors, references and the headless Service's setting. */
function renamed(run: string) {
  const rename = (name: string) => nameIn('shared', run, name);
  return (manifest: Manifest): Manifest => {
    const object = structuredClone(manifest) as unknown as Record<string, unknown>;
    (object['metadata'] as { name: string }).name = rename(manifest.metadata.name);
    inside(object, rename);
    return object as unknown as Manifest;
  };
}

/** Where a manifest of ours names another object. */
const REFERENCES = new Set(['serviceName', 'serviceAccountName', 'HEADLESS_SERVICE', NAME_LABEL]);

function inside(value: unknown, rename: (name: string) => string): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (typeof item === 'string' && REFERENCES.has(key)) (value as Labels)[key] = rename(item);
    else if (key === 'configMapRef')
      (item as { name: string }).name = rename((item as { name: string }).name);
    else inside(item, rename);
  }
}
