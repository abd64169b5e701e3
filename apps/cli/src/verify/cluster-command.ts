import type { Writable } from 'node:stream';
import type { Command } from 'commander';
import { wholeNumber } from '../whole-number';
import { cluster, type VerifyClusterFlags } from './cluster';
import { type AskFlags, type ClusterFlags, SET_ARGUMENT, withAsk, withCluster } from './cluster-flags';
import { guarded } from './guarded';
import { plan } from './plan';
import { preflight } from './preflight';
import { rbac } from './rbac';
import { restore } from './restore';
import { withRun } from './run-flags';
import { durationOption, word } from './values';
import { writer, type WriterFlags } from './writer';

/** `visits verify [set]` itself, and what looks at such a run beforehand or undoes it. */
export function addCluster(verify: Command, out: Writable): void {
  // Its own options are many of its commands' too.
  const asked = withAsk(verify.enablePositionalOptions().argument(...SET_ARGUMENT));
  withRun(asked.option('--yes', 'a set that is there may be visited: its visits stay counted')).action(
    guarded((set: string | undefined, flags: VerifyClusterFlags) => cluster(set, flags, out)),
  );

  withAsk(verify.command('preflight').argument(...SET_ARGUMENT))
    .description('look at all that a run on a cluster needs, at once; changes nothing')
    .action(guarded((set: string | undefined, flags: AskFlags) => preflight(set, flags, out)));

  const target = 'sts/NAME, or local; without it sets of its own on a cluster';
  withAsk(verify.command('plan').argument('[target]', target))
    .description('print each change of a run, its deadline and its permission; changes nothing')
    .action(guarded((what: string | undefined, flags: AskFlags) => plan(what, flags, out)));

  withAsk(verify.command('rbac').argument(...SET_ARGUMENT))
    .description('print a Role and a ClusterRole with what the chosen scenarios need')
    .action(guarded((set: string | undefined, flags: AskFlags) => rbac(set, flags, out)));

  withCluster(verify.command('restore').argument('[run]', 'the run; without it all that are dead'))
    .description('undo what a run that was killed left on a cluster; exits 2 where something stays')
    .action(guarded((run: string | undefined, flags: ClusterFlags) => restore(run, flags, out)));

  verify
    .command('writer', { hidden: true })
    .description('the load of a run on a cluster; started by it')
    .requiredOption('--dir <dir>', 'for its ledger')
    .option('--attach', 'join stdin and stdout to the writer of this pod')
    .option('--run <id>', 'the run', word)
    .option('--seed <text>', 'the seed', word)
    .option('--challenge <text>', 'the challenge', '')
    .option('--rate <n>', 'visits a second', wholeNumber(10, 1_000), 100)
    .option('--port <n>', 'of its loopback address, to be driven by', wholeNumber(1, 65_535))
    .addOption(durationOption('--for <time>', 'it ends by itself', '1h'))
    .action(guarded((flags: WriterFlags) => writer(flags)));
}
