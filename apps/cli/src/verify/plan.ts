import type { Writable } from 'node:stream';
import { loadCluster, planLocal } from '@visits/verify';
import { columns } from '../columns';
import { type AskFlags, askOf } from './cluster-flags';

/** `visits verify plan [target]`: what would be changed; nothing is. */
export async function plan(target: string | undefined, flags: AskFlags, out: Writable): Promise<number> {
  const rows =
    target === 'local'
      ? planLocal(flags)
      : await loadCluster().then(({ planCluster }) => planCluster(askOf(target, flags)));
  const [head, ...lines] = rows;
  out.write(`${columns(head!, lines)}\n`);
  return 0;
}
