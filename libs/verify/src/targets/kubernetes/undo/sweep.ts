import { setTimeout as pause } from 'node:timers/promises';
import { type ClusterClient, isGone, type Kind, nameOf } from '../client';
import { selectorOf } from '../run-label';
import { type Leftover, messageOf } from './leftover';

const LOOK_MS = 500;

/** What a run makes beside a set of somebody else's. */
export const BESIDE: readonly Kind[] = ['Job', 'Pod', 'Lease'];
/** What its own set is made of, too: controllers before what they would make again. */
export const OWN: readonly Kind[] = [
  ...(['Job', 'StatefulSet', 'Pod', 'PodDisruptionBudget', 'Service', 'ServiceAccount'] as const),
  ...(['PersistentVolumeClaim', 'ConfigMap', 'Lease'] as const),
];

export interface SweepOptions {
  readonly namespace: string;
  readonly run: string;
  readonly kinds: readonly Kind[];
  /** `statefulset/clock`: carries the label, and is not ours to remove. */
  readonly keep: readonly string[];
  readonly deadlineMs: number;
}

/** Removes all objects with the run's label, and waits until they are gone. Gives what stays. */
export async function sweep(client: ClusterClient, options: SweepOptions): Promise<Leftover[]> {
  const { namespace, run, kinds, keep, deadlineMs } = options;
  const endMs = performance.now() + deadlineMs;
  const left: Leftover[] = [];
  for (const kind of kinds)
    try {
      const labels = selectorOf(run);
      const find = async () =>
        (await client.list(kind, { namespace, labels })).filter(
          ({ metadata }) => !keep.includes(nameOf({ kind, name: metadata!.name! })),
        );
      for (const { metadata } of await find()) {
        const { name = '', uid = '', deletionTimestamp } = metadata ?? {};
        if (deletionTimestamp) continue;
        await client.calls
          .delete({ kind, namespace, name, uid }, { propagation: 'Background' })
          .catch((error: unknown) => {
            if (!isGone(error)) throw error;
          });
      }
      for (;;) {
        const there = await find();
        if (there.length === 0) break;
        if (performance.now() > endMs) {
          for (const { metadata } of there) left.push(stays(kind, namespace, metadata ?? {}));
          break;
        }
        await pause(LOOK_MS);
      }
    } catch (error) {
      const command = `kubectl -n ${namespace} delete ${kind.toLowerCase()} -l ${selectorOf(run)}`;
      left.push({ object: `${kind.toLowerCase()} of run ${run}`, why: messageOf(error), command });
    }
  return left;
}

function stays(kind: Kind, namespace: string, metadata: { name?: string; finalizers?: string[] }): Leftover {
  const { name = '', finalizers = [] } = metadata;
  const why = finalizers.length > 0 ? `it waits for ${finalizers.join(', ')}` : 'it is not gone in time';
  return {
    object: `${nameOf({ kind, name })} in ${namespace}`,
    why,
    command: `kubectl -n ${namespace} delete ${nameOf({ kind, name })}`,
  };
}
