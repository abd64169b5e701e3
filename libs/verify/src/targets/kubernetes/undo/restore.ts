import { setTimeout as pause } from 'node:timers/promises';
import { type ClusterClient, ClusterError, isGone, type Known } from '../client';
import { RUN_LABEL } from '../run-label';
import { type Leftover, messageOf } from './leftover';
import { putBack } from './put-back';
import { type Found, recordRef } from './record';
import { freeAgain } from './free';
import { steadyAgain } from './steady';
import { BESIDE, OWN, sweep } from './sweep';
import { volumesLeft, volumesOf } from './volumes';

const LOOK_MS = 500;
/** The longest grace of a pod of ours, and the garbage collector's time. */
const REMOVAL_MS = 120_000;

/**
 * Undoes a run by its record: sets are as they were, nodes take pods again, and nothing with the run's label is left.
 * Never rejects: what could not be undone is what it gives.
 */
export async function restoreRun(
  client: ClusterClient,
  { namespace, uid, record }: Found,
): Promise<Leftover[]> {
  const { run, sets, nodes, namespaceUid, filled = false } = record;
  const left: Leftover[] = [];
  const again = `visits verify restore ${run} -n ${namespace}`;
  const attempt = async (object: string, command: string, act: () => Promise<Leftover[] | void>) => {
    try {
      left.push(...((await act()) ?? []));
    } catch (error) {
      left.push({ object, why: messageOf(error), command });
    }
  };
  // First: pods that have no other node are waited for below.
  for (const node of nodes)
    await attempt(`node/${node}`, `kubectl uncordon ${node}`, () => uncordon(client, node));
  for (const before of sets)
    await attempt(`statefulset/${before.name} in ${namespace}`, again, async () => {
      const changed = await putBack(client, namespace, before);
      const ref = { kind: 'StatefulSet', namespace, name: before.name } as const;
      if (filled) left.push(...(await freeAgain(client, run, ref)));
      return changed || filled ? steadyAgain(client, ref) : [];
    });
  let volumes: string[] = [];
  const own = sets.length === 0;
  if (own) volumes = await volumesOf(client, namespace, run).catch(() => []);
  if (namespaceUid !== undefined)
    await attempt(`namespace/${namespace}`, `kubectl delete namespace ${namespace}`, () =>
      removeNamespace(client, namespace, run, namespaceUid),
    );
  else {
    const keep = [
      ...sets.map(({ name }) => `statefulset/${name}`),
      `configmap/${recordRef(namespace, run).name}`,
    ];
    const kinds = own ? OWN : BESIDE;
    left.push(...(await sweep(client, { namespace, run, kinds, keep, deadlineMs: REMOVAL_MS })));
  }
  left.push(...(await volumesLeft(client, volumes, REMOVAL_MS / 4)));
  // The record stays as long as anything of it is to be done.
  if (namespaceUid === undefined && left.every(({ object }) => object.startsWith('persistentvolume/')))
    await attempt(`configmap/visits-verify-${run}`, again, async () => {
      const known = { ...recordRef(namespace, run), uid };
      await client.calls.delete(known).catch(ignoreGone);
    });
  return left;
}

async function uncordon(client: ClusterClient, name: string): Promise<void> {
  const node = await client.find({ kind: 'Node', name });
  if (!node?.spec?.unschedulable) return;
  await client.calls.patch(
    { kind: 'Node', name, uid: node.metadata!.uid! },
    { spec: { unschedulable: null } },
  );
}

/** Only the one that the run made: its label, and the UID that was written down. */
async function removeNamespace(
  client: ClusterClient,
  name: string,
  run: string,
  uid: string,
): Promise<Leftover[]> {
  const known: Known<'Namespace'> = { kind: 'Namespace', name, uid };
  const namespace = await client.find(known);
  if (!namespace) return [];
  const { metadata } = namespace;
  const command = `kubectl get namespace ${name} -o yaml`;
  if (metadata?.uid !== uid || metadata.labels?.[RUN_LABEL] !== run)
    return [{ object: `namespace/${name}`, why: 'it is not the one that the run made', command }];
  if (!metadata.deletionTimestamp)
    await client.calls.delete(known, { propagation: 'Background' }).catch(ignoreGone);
  const endMs = performance.now() + REMOVAL_MS;
  for (;;) {
    const there = await client.find(known).catch((error: unknown) => {
      // Its own permissions went with it.
      if (error instanceof ClusterError && error.status === 403) return undefined;
      throw error;
    });
    if (!there || there.metadata?.uid !== uid) return [];
    if (performance.now() > endMs) {
      const conditions = there.status?.conditions?.filter(({ status }) => status === 'True') ?? [];
      const why = conditions.map(({ message }) => message).join(' ') || 'it is not gone in time';
      return [{ object: `namespace/${name}`, why, command: `kubectl delete namespace ${name}` }];
    }
    await pause(LOOK_MS);
  }
}

function ignoreGone(error: unknown): undefined {
  if (isGone(error)) return undefined;
  throw error;
}
