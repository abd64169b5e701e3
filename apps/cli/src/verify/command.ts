import type { Writable } from 'node:stream';
import { explain, judgeDirectory, renderBundle, scenarios } from '@visits/verify';
import { type Command, CommanderError } from 'commander';
import { columns } from '../columns';
import { addCluster } from './cluster-command';
import { guarded, VERIFY_EXIT } from './guarded';
import { local, type VerifyLocalFlags } from './local';
import { selfTestTo } from './self-test';
import { exitOf, type Format, outputOption, printReport } from './output';
import { withRun, withSelection } from './run-flags';

/** `visits verify …` below the program. `builds`: where the services' bundles are. */
export function addVerify(program: Command, builds: string, out: Writable): void {
  const verify = program
    .command('verify')
    .description('check on your own cluster or machine that no acknowledged visit is lost; exits 0, 1 or 2')
    .exitOverride(({ exitCode, code, message }) => {
      throw new CommanderError(exitCode === 0 ? 0 : VERIFY_EXIT.undecided, code, message);
    });

  withRun(withSelection(verify.command('local')))
    .description('disturb a set of processes on this machine under load, and judge what is left')
    .option('--data-dir <dir>', 'for the volumes, empty or missing; such as a disk to be tested')
    .option('--keep', 'leave the volumes where they are')
    .option('--power-cut <command>', 'cuts the power of VISITS_DATA_DIR; with --power-restore')
    .option('--power-restore <command>', 'brings VISITS_DATA_DIR back')
    .option('--fill <command>', 'fills VISITS_DATA_DIR where VISITS_STEP is fill, frees it where it is free')
    .action(guarded((flags: VerifyLocalFlags) => local(builds, flags, out)));

  addCluster(verify, out);

  verify
    .command('list')
    .description('print the scenarios')
    .action(() => {
      const rows = scenarios.map(({ name, level, does }) => [name, level, does]);
      out.write(`${columns(['SCENARIO', 'LEVEL', 'WHAT IS DONE'], rows)}\n`);
    });

  verify
    .command('explain')
    .description('print what a code of a report means, or what a scenario does')
    .argument('<code>', 'such as ACK_LOST, or kill')
    .action(
      guarded((code: string) => {
        out.write(`${explain(code).join('\n')}\n`);
        return 0;
      }),
    );

  verify
    .command('self-test')
    .description('let the judge convict planted lies, and acquit clean runs')
    .action(guarded(() => selfTestTo(out)));

  verify
    .command('judge')
    .description('judge a bundle again, from its raw files; writes nothing')
    .argument('<dir>', 'the bundle')
    .option('--challenge <text>', 'what the operands must be made of')
    .option('--strict', 'a scenario that was skipped makes it a 2')
    .addOption(outputOption())
    .action(
      guarded(async (dir: string, flags: { challenge?: string; strict?: boolean; output: Format }) => {
        const judged = await judgeDirectory(dir, flags.challenge);
        printReport(judged, flags.output, out);
        return exitOf(judged.report, flags.strict ?? false);
      }),
    );

  verify
    .command('render')
    .description('judge a bundle again, and write the views of its report')
    .argument('<dir>', 'the bundle')
    .option('--out <dir>', 'where they go; by default into the bundle')
    .action(
      guarded(async (dir: string, { out: to }: { out?: string }) => {
        for (const path of await renderBundle(dir, to)) out.write(`${path}\n`);
        return 0;
      }),
    );
}
