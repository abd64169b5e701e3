import { type V1StatefulSet } from '@kubernetes/client-node';
import { apps, core } from './cluster';
import { eventually } from '@visits/testing/eventually';
import { type Namespace } from './namespace';

function readSet(namespace: Namespace, name: string): Promise<V1StatefulSet> {
  return apps.readNamespacedStatefulSet({ namespace: namespace.name, name });
}

/** As soon as its controller has seen the last change. */
export function observedSet(namespace: Namespace, name: string): Promise<V1StatefulSet> {
  return eventually(`${name} is observed`, 30_000, async () => {
    const set = await readSet(namespace, name);
    return (set.status?.observedGeneration ?? 0) >= (set.metadata?.generation ?? 0) && set;
  });
}

/** As a user waits for it. */
export async function rolledOut(namespace: Namespace, name: string, seconds = 150): Promise<void> {
  await namespace.kubectl(['rollout', 'status', `statefulset/${name}`, `--timeout=${seconds}s`]);
}

/** The UIDs of the claims there are, by name. */
export async function claimsOf(namespace: Namespace): Promise<Record<string, string>> {
  const { items } = await core.listNamespacedPersistentVolumeClaim({ namespace: namespace.name });
  return Object.fromEntries(items.map(({ metadata }) => [metadata!.name!, metadata!.uid!]));
}
