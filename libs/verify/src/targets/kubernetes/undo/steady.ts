import { setTimeout as pause } from 'node:timers/promises';
import type { ClusterClient, ObjectOf, Ref } from '../client';
import { deadlinesOf } from '../set/deadlines';
import type { Leftover } from './leftover';

const LOOK_MS = 500;

/** Waits until a set that was put back has all its pods again; as long as it gets on with it. */
export async function steadyAgain(client: ClusterClient, ref: Ref<'StatefulSet'>): Promise<Leftover[]> {
  let last: string | undefined;
  for (let sinceMs = performance.now(); ;) {
    const set = await client.find(ref);
    const why = set ? unsteady(set) : 'it is not there';
    if (why === undefined) return [];
    if (why !== last) sinceMs = performance.now();
    last = why;
    const { readyMs, stopMs } = set ? deadlinesOf(set) : { readyMs: 0, stopMs: 0 };
    if (performance.now() - sinceMs > readyMs + stopMs) return [stuck(ref, why)];
    await pause(LOOK_MS);
  }
}

const stuck = ({ name, namespace }: Ref, why: string): Leftover => ({
  object: `statefulset/${name} in ${namespace}`,
  why,
  command: `kubectl -n ${namespace} rollout status statefulset/${name}`,
});

export function unsteady({ metadata, spec, status }: ObjectOf<'StatefulSet'>): string | undefined {
  const { replicas = 1, updateStrategy } = spec ?? {};
  const { observedGeneration = 0, readyReplicas = 0, updatedReplicas = 0, updateRevision } = status ?? {};
  if (observedGeneration < (metadata?.generation ?? 0)) return 'its controller has not seen it yet';
  if ((status?.replicas ?? 0) !== replicas) return `it has ${status?.replicas ?? 0} of ${replicas} pods`;
  if (readyReplicas < replicas) return `${readyReplicas} of ${replicas} pods are ready`;
  const rolls = updateStrategy?.type !== 'OnDelete' && !updateStrategy?.rollingUpdate?.partition;
  if (rolls && (updatedReplicas < replicas || updateRevision !== status?.currentRevision))
    return `${updatedReplicas} of ${replicas} pods are of its revision`;
  return undefined;
}
