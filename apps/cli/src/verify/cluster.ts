import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import type { Writable } from 'node:stream';
import { assertMayWrite, loadCluster } from '@visits/verify';
import { VERSION } from '../version';
import { type AskFlags, askOf } from './cluster-flags';
import { follow } from './follow';
import type { RunFlags } from './run-flags';

export interface VerifyClusterFlags extends AskFlags, RunFlags {
  readonly yes?: boolean;
}

/** `visits verify [set]`: the exit code. */
export async function cluster(
  name: string | undefined,
  flags: VerifyClusterFlags,
  out: Writable,
): Promise<number> {
  const ask = askOf(name, flags);
  if (ask.set !== undefined) await assertAsked(ask.set, flags.yes ?? false);
  const run = randomBytes(4).toString('hex');
  const leave = () => {
    process.stderr.write(`\nNothing more is undone now. Later: visits verify restore ${run}\n`);
    process.exit(2);
  };
  const options = { ...flags, ...ask, run, timeoutMs: flags.timeout, tool: { version: VERSION } };
  const { verifyCluster } = await loadCluster();
  return follow(flags, out, { note: 'a second Ctrl-C leaves at once.', leave }, (progress, stop) =>
    verifyCluster(options, progress, stop),
  );
}

/** Whoever has a terminal may type the name instead of giving --yes. */
async function assertAsked(set: string, yes: boolean): Promise<void> {
  let typed: string | undefined;
  if (!yes && process.stdin.isTTY && process.stderr.isTTY) {
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    typed = await terminal.question(`Visits to sts/${set} stay counted there. Type its name to go on: `);
    terminal.close();
  }
  assertMayWrite(set, { own: false, yes, typed });
}
