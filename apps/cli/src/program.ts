import { fileURLToPath } from 'node:url';
import { layout } from '@visits/persistence';
import { Command, CommanderError } from 'commander';
import { adopt } from './adopt';
import { cat, type CatFlags } from './cat';
import { dns, type DnsFlags } from './dns';
import { fsck, FSCK_EXIT, type FsckFlags } from './fsck';
import { history, type HistoryFlags } from './history';
import { untilStopped } from './interruptible';
import { addLocal } from './local/commands';
import { type Output } from './output';
import { VERSION } from './version';
import { peers } from './peers';
import { type AskFlags, total } from './total';
import { watchTotal } from './total-watch';
import { addVerify } from './verify/command';
import { wholeNumber } from './whole-number';

/** `dist/apps`, where this bundle lies beside the others. */
const builds = fileURLToPath(new URL('..', import.meta.url));

export function createProgram(output: Output): Command {
  const out = output.stream;
  const program = new Command('visits').description(
    'Small services that count and can prove they lost nothing.',
  );
  // A command's options are its own: `verify` has some that its commands have too.
  program.enablePositionalOptions();
  program.version(VERSION, '--version', 'print the version');
  program.showSuggestionAfterError().showHelpAfterError('(see: visits --help)');
  // Not `process.exit`, which would not wait for what is being written.
  program.exitOverride().configureOutput({ writeOut: (text) => void out.write(text) });

  addLocal(program, builds, output);

  program
    .command('cat')
    .description('print the visits kept in a data directory, oldest first')
    .argument('<dir>', 'the directory, such as .visits/clock-0')
    .option('--after <n>', 'only visits after number n', wholeNumber(0, Number.MAX_SAFE_INTEGER), 0)
    .option('--json', 'print {n, at, text}, one object a line')
    .option('--follow', 'go on with the visits to come, until Ctrl-C')
    .action(async (dir: string, flags: CatFlags) => {
      await cat(dir, flags, flags.follow ? untilStopped(output) : output.ended, out);
    });

  program
    .command('fsck')
    .description('check every commit of a data directory; exits like fsck(8)')
    .argument('<dir>', 'the directory, such as .visits/clock-0; it may be in use')
    .option('--repair', 'make a damaged one sound; nothing is discarded, the count is kept')
    .option('--json', 'print one JSON object')
    .exitOverride(({ exitCode, code, message }) => {
      throw new CommanderError(exitCode === 0 ? 0 : FSCK_EXIT.usage, code, message);
    })
    .action(async (dir: string, flags: FsckFlags) => {
      process.exitCode = await fsck(dir, flags, out);
    });

  program
    .command('adopt')
    .description(
      'let a data directory count on from the number that another program had reached; never from less',
    )
    .argument('<dir>', 'the directory, such as .visits/clock-0; no pod may use it')
    .argument('<count>', 'what was counted, such as 14', wholeNumber(0, layout.MAX_COUNT))
    .action((dir: string, count: number) => adopt(dir, count, out));

  const address =
    'the service, such as http://localhost:8000; by default the local set that runs here, or this pod';
  program
    .command('total')
    .description('print the total over all replicas, and how good it is')
    .argument('[url]', address)
    .option('--watch', 'show each change of it, until Ctrl-C')
    .option('--json', 'print what the service answers')
    .action((url: string | undefined, { watch, ...flags }: AskFlags & { watch?: boolean }) =>
      watch ? watchTotal(url, flags, untilStopped(output), out) : total(url, flags, out),
    );

  program
    .command('log')
    .description('print the newest visits that a pod keeps, or with --set all pods by time, oldest first')
    .argument('[url]', address)
    .option('--set', 'of all pods, each line with its pod; who is missing is said on stderr')
    .option('--limit <n>', 'so many lines', wholeNumber(1, 1000), 100)
    .option('--json', 'print one object a line')
    .option('--follow', 'go on with the visits to come, until Ctrl-C')
    .action((url: string | undefined, flags: HistoryFlags) =>
      history(url, flags, flags.follow ? untilStopped(output) : output.ended, out),
    );

  program
    .command('peers')
    .description('print the siblings of a pod: who answers, who does not, and why')
    .argument('[url]', address)
    .option('--json', 'print what the service answers')
    .action((url: string | undefined, flags: AskFlags) => peers(url, flags, out));

  program
    .command('dns')
    .description('resolve each sibling by its headless name, and explain what a failing one means')
    .argument('[url]', address)
    .option('--service <name>', 'the headless Service; by default HEADLESS_SERVICE')
    .option('--json', 'print one JSON object')
    .action(async (url: string | undefined, flags: DnsFlags) => {
      process.exitCode = await dns(url, flags, out);
    });

  addVerify(program, builds, out);

  return program;
}
