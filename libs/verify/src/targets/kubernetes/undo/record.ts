import { type ClusterClient, type ObjectOf, type Ref } from '../client';
import { labelsOf, RUN_LABEL } from '../run-label';

/** A set as it was before the first change. */
export interface SetBefore {
  readonly name: string;
  readonly uid: string;
  readonly metadata: Pick<
    NonNullable<ObjectOf<'StatefulSet'>['metadata']>,
    'labels' | 'annotations' | 'managedFields'
  >;
  readonly spec: ObjectOf<'StatefulSet'>['spec'];
}

/** What a run writes down before it changes anything: all that is needed to undo it, by whoever comes later. */
export interface RunRecord {
  readonly schema: 1;
  readonly run: string;
  readonly startedAt: string;
  readonly holder: string;
  /** Of the namespace that the run made for itself: only that one is deleted. */
  readonly namespaceUid?: string;
  /** The sets of others that it may change; those of its own go with its label. */
  readonly sets: readonly SetBefore[];
  /** Nodes that it may have cordoned. */
  readonly nodes: readonly string[];
  /** It may have filled the volumes of the sets. */
  readonly filled?: boolean;
}

export const recordRef = (namespace: string, run: string): Ref<'ConfigMap'> => ({
  ...{ kind: 'ConfigMap', namespace, name: `visits-verify-${run}` },
});

const KEY = 'record.json';

export function asConfigMap(namespace: string, record: RunRecord): ObjectOf<'ConfigMap'> {
  const { name } = recordRef(namespace, record.run);
  return {
    ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, labels: labelsOf(record.run) } },
    data: { [KEY]: JSON.stringify(record, null, 1) },
  };
}

/** The change that puts another record in its place. */
const asChange = (record: RunRecord): object => ({ data: { [KEY]: JSON.stringify(record, null, 1) } });

/** Before anything else of the run is there. */
export async function write(client: ClusterClient, namespace: string, record: RunRecord): Promise<Found> {
  const undo = `visits verify restore ${record.run} -n ${namespace}`;
  const map = asConfigMap(namespace, record);
  const made = await client.calls.create(recordRef(namespace, record.run), map, { undo });
  return { namespace, uid: made.metadata!.uid!, record };
}

/** Before what it says is done. */
async function note(
  client: ClusterClient,
  { namespace, uid, record }: Found,
  more: Partial<RunRecord>,
): Promise<Found> {
  const next = { ...record, ...more };
  await client.calls.patch({ ...recordRef(namespace, record.run), uid }, asChange(next));
  return { namespace, uid, record: next };
}

/** Before a node is cordoned: whoever restores then uncordons it. */
export const noteCordon = (client: ClusterClient, found: Found, node: string): Promise<Found> =>
  note(client, found, { nodes: [...new Set([...found.record.nodes, node])] });

/** Before volumes are filled: whoever restores then frees them. */
export const noteFill = (client: ClusterClient, found: Found): Promise<Found> =>
  note(client, found, { filled: true });

export interface Found {
  readonly namespace: string;
  readonly uid: string;
  readonly record: RunRecord;
}

/** The records of all runs there, or of one. Undefined namespace: everywhere. */
export async function findRecords(client: ClusterClient, namespace?: string, run?: string): Promise<Found[]> {
  const labels = run === undefined ? RUN_LABEL : `${RUN_LABEL}=${run}`;
  const maps = await client.list('ConfigMap', { namespace, labels });
  return maps.flatMap((map): Found[] => {
    const text = map.data?.[KEY];
    const { namespace: where, uid, name } = map.metadata ?? {};
    if (!text || !where || !uid) return [];
    const record = JSON.parse(text) as RunRecord;
    return name === recordRef(where, record.run).name ? [{ namespace: where, uid, record }] : [];
  });
}

export function before(set: ObjectOf<'StatefulSet'>): SetBefore {
  const { name = '', uid = '', labels, annotations, managedFields } = set.metadata ?? {};
  return { name, uid, metadata: { labels, annotations, managedFields }, spec: set.spec };
}
