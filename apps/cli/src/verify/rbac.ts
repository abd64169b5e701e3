import type { Writable } from 'node:stream';
import { loadCluster } from '@visits/verify';
import { type AskFlags, askOf } from './cluster-flags';

/** `visits verify rbac`: for `kubectl apply -f -`. */
export async function rbac(set: string | undefined, flags: AskFlags, out: Writable): Promise<number> {
  const { rbacCluster } = await loadCluster();
  out.write(await rbacCluster(askOf(set, flags)));
  return 0;
}
