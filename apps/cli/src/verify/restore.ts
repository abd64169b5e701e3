import type { Writable } from 'node:stream';
import { loadCluster } from '@visits/verify';
import type { ClusterFlags } from './cluster-flags';

/** `visits verify restore [RUN]`: the exit code: 2 where something stays. */
export async function restore(run: string | undefined, flags: ClusterFlags, out: Writable): Promise<number> {
  const { restoreCluster } = await loadCluster();
  const restored = await restoreCluster({ ...flags, run }, (text) => out.write(`${text}\n`));
  if (restored.length === 0) out.write('No run has left anything.\n');
  for (const { run: id, namespace, left } of restored) {
    if (left.length === 0) out.write(`Run ${id} in ${namespace}: everything is as it was.\n`);
    for (const { object, why, command } of left) out.write(`${object} stays: ${why}. Try: ${command}\n`);
  }
  return restored.some(({ left }) => left.length > 0) ? 2 : 0;
}
