import type { Writable } from 'node:stream';
import { verifyLocal } from '@visits/verify';
import { VERSION } from '../version';
import { follow } from './follow';
import type { RunFlags } from './run-flags';

export interface VerifyLocalFlags extends RunFlags {
  readonly dataDir?: string;
  readonly keep?: boolean;
  readonly powerCut?: string;
  readonly powerRestore?: string;
  readonly fill?: string;
}

/** `visits verify local`: the exit code. */
export function local(builds: string, flags: VerifyLocalFlags, out: Writable): Promise<number> {
  const { powerCut, powerRestore, fill, keep = false, timeout: timeoutMs } = flags;
  const hooks = { powerCut, powerRestore, fill };
  const options = { ...flags, builds, hooks, keep, timeoutMs, tool: { version: VERSION } };
  const leaving = { note: 'a second Ctrl-C ends everything at once.', leave: () => process.exit(2) };
  return follow(flags, out, leaving, (progress, stop) => verifyLocal(options, progress, stop));
}
