import { setTimeout as pause } from 'node:timers/promises';
import { ClusterError, type ClusterClient, type ObjectOf } from '../client';
import { selectorOf } from '../run-label';
import type { Leftover } from './leftover';

const LOOK_MS = 500;

/** The volumes behind a run's own claims, seen while the claims are there. */
export async function volumesOf(client: ClusterClient, namespace: string, run: string): Promise<string[]> {
  const claims = await client.list('PersistentVolumeClaim', { namespace, labels: selectorOf(run) });
  return claims.flatMap(({ spec }) => spec?.volumeName ?? []);
}

/** Which of them stay after their claims: a class that retains keeps them for ever. */
export async function volumesLeft(
  client: ClusterClient,
  names: readonly string[],
  deadlineMs: number,
): Promise<Leftover[]> {
  const endMs = performance.now() + deadlineMs;
  const left: Leftover[] = [];
  for (const name of names) {
    let volume: ObjectOf<'PersistentVolume'> | undefined;
    try {
      volume = await client.find({ kind: 'PersistentVolume', name });
      const kept = () => volume?.spec?.persistentVolumeReclaimPolicy === 'Retain';
      while (volume && !kept() && performance.now() < endMs) {
        await pause(LOOK_MS);
        volume = await client.find({ kind: 'PersistentVolume', name });
      }
      if (!volume) continue;
      const why = kept()
        ? 'its class keeps volumes (Retain)'
        : `it is ${volume.status?.phase ?? 'there'} and not gone in time`;
      left.push({
        object: `persistentvolume/${name}`,
        why,
        command: `kubectl delete persistentvolume ${name}`,
      });
    } catch (error) {
      // Who may not see volumes cannot tell: nothing is concluded.
      if (error instanceof ClusterError && error.code === 'cluster-forbidden') return left;
      left.push({
        ...{ object: `persistentvolume/${name}`, why: (error as Error).message },
        command: `kubectl get persistentvolume ${name}`,
      });
    }
  }
  return left;
}
