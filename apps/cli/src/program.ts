import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError, Option } from 'commander';
import { cat, type CatFlags } from './cat';
import { dns, type DnsFlags } from './dns';
import { fsck, FSCK_EXIT, type FsckFlags } from './fsck';
import { apps, type App } from './local/apps';
import { local } from './local/local';
import { lastPortOffset, maxReplicas } from './local/ports';
import { VERSION } from './version';
import { peers } from './peers';
import { type AskFlags, total } from './total';
import { countVisits } from './visit-count';

interface LocalFlags {
  clocks: number;
  calculators: number;
  port: number;
  dataDir: string;
  only?: App;
}

/** Seconds that pods and balancers go on answering when stopped: short, nobody's endpoints have to catch up here. */
const LOCAL_DRAIN_SECONDS = 1;

/** `dist/apps`, where this bundle lies beside the others. */
const builds = fileURLToPath(new URL('..', import.meta.url));

export function createProgram(): Command {
  const program = new Command('visits').description(
    'Small services that count and can prove they lost nothing.',
  );
  program.version(VERSION, '--version', 'print the version');
  program.showSuggestionAfterError().showHelpAfterError('(see: visits --help)');

  program
    .command('local')
    .description('run a StatefulSet of each app on this machine, until Ctrl-C')
    .option('--clocks <n>', 'clock pods', wholeNumber(1, maxReplicas), 3)
    .option('--calculators <n>', 'calculator pods', wholeNumber(1, maxReplicas), 2)
    .option(
      '--port <port>',
      'first port; pods get theirs from ten after it',
      wholeNumber(1, 65_535 - lastPortOffset),
      8000,
    )
    .option('--data-dir <dir>', 'one directory per pod, kept between runs', '.visits')
    .addOption(new Option('--only <app>', 'run one app only').choices(apps))
    .action(async ({ clocks, calculators, port, dataDir, only }: LocalFlags) => {
      const runs = (app: App) => only === undefined || only === app;
      await local(
        {
          replicas: { clock: runs('clock') ? clocks : 0, calculator: runs('calculator') ? calculators : 0 },
          basePort: port,
          dataDir,
          builds,
          drainSeconds: LOCAL_DRAIN_SECONDS,
        },
        countVisits,
      );
    });

  program
    .command('cat')
    .description('print the visits kept in a data directory, oldest first')
    .argument('<dir>', 'the directory, such as .visits/clock-0')
    .option('--after <n>', 'only visits after number n', wholeNumber(0, Number.MAX_SAFE_INTEGER), 0)
    .option('--json', 'print {n, at, text}, one object a line')
    .option('--follow', 'go on with the visits to come, until Ctrl-C')
    .action(async (dir: string, flags: CatFlags) => {
      const stop = new AbortController();
      // A second Ctrl-C is the system's own again.
      if (flags.follow)
        for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
      await cat(dir, flags, stop.signal);
    });

  program
    .command('fsck')
    .description('check every commit of a data directory; exits like fsck(8)')
    .argument('<dir>', 'the directory, such as .visits/clock-0; it may be in use')
    .option('--repair', 'make a damaged one sound; nothing is discarded, the count is kept')
    .option('--json', 'print one JSON object')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : FSCK_EXIT.usage))
    .action(async (dir: string, flags: FsckFlags) => {
      process.exitCode = await fsck(dir, flags);
    });

  const address = 'the service, such as http://localhost:8000; by default the one of this pod';
  program
    .command('total')
    .description('print the total over all replicas, and how good it is')
    .argument('[url]', address)
    .option('--json', 'print what the service answers')
    .action((url: string | undefined, flags: AskFlags) => total(url, flags));

  program
    .command('peers')
    .description('print the siblings of a pod: who answers, who does not, and why')
    .argument('[url]', address)
    .option('--json', 'print what the service answers')
    .action((url: string | undefined, flags: AskFlags) => peers(url, flags));

  program
    .command('dns')
    .description('resolve each sibling by its headless name, and tell what a failing one means')
    .argument('[url]', address)
    .option('--service <name>', 'the headless Service; by default HEADLESS_SERVICE')
    .option('--json', 'print one JSON object')
    .action(async (url: string | undefined, flags: DnsFlags) => {
      process.exitCode = await dns(url, flags);
    });

  return program;
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  };
}
