import { fileURLToPath } from 'node:url';
import { type App, apps, lastPortOffset, maxReplicas } from '@visits/local-set';
import { type Command, Option } from 'commander';
import { untilStopped } from '../interruptible';
import type { Output } from '../output';
import { countVisits } from '../visit-count';
import { wholeNumber } from '../whole-number';
import { local } from './local';
import { logs, type LogsFlags } from './logs';
import { signalPod } from './pod-signal';
import { DEFAULT_DATA_DIR } from './screen';

interface LocalFlags {
  clocks: number;
  calculators: number;
  port: number;
  dataDir: string;
  only?: App;
  prometheus?: true;
}

/** Seconds that pods and balancers go on answering when stopped: short, nobody's endpoints have to catch up here. */
const LOCAL_DRAIN_SECONDS = 1;

/** A build lays it beside the bundle. */
const rules = fileURLToPath(new URL('rules.yaml', import.meta.url));

/** `visits local`, and what is done to the pods of a set that runs. `builds` has the bundle of each program. */
export function addLocal(program: Command, builds: string, output: Output): void {
  const out = output.stream;
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
    .option('--data-dir <dir>', 'one directory per pod, kept between runs', DEFAULT_DATA_DIR)
    .addOption(new Option('--only <app>', 'run one app only').choices(apps))
    .option('--prometheus', 'also run a Prometheus that scrapes them, with the alerts')
    .action(async ({ clocks, calculators, port, dataDir, only, prometheus }: LocalFlags) => {
      const runs = (app: App) => only === undefined || only === app;
      await local(
        {
          replicas: { clock: runs('clock') ? clocks : 0, calculator: runs('calculator') ? calculators : 0 },
          basePort: port,
          dataDir,
          builds,
          drainSeconds: LOCAL_DRAIN_SECONDS,
          prometheus: prometheus && { rules },
        },
        countVisits,
        out,
      );
    });

  const ofRunning = ['--data-dir <dir>', 'of the `visits local` that runs', DEFAULT_DATA_DIR] as const;
  const does = {
    kill: "end a local pod's process at once (SIGKILL); the next one starts by itself",
    pause: "stop a local pod's process where it is (SIGSTOP), until it is resumed",
    resume: 'let a paused one go on (SIGCONT)',
  };
  for (const action of ['kill', 'pause', 'resume'] as const) {
    program
      .command(action)
      .description(does[action])
      .argument('<pod>', 'such as clock-1')
      .option(...ofRunning)
      .action((pod: string, { dataDir }: { dataDir: string }) => signalPod(action, pod, dataDir, out));
  }

  program
    .command('logs')
    .description('print what a local pod logged, or all of them by time, for people')
    .argument('[pod]', 'such as clock-1, its sidecar clock-1-metrics, or clock-balancer')
    .option('--follow', 'go on with the lines to come, until Ctrl-C')
    .option(...ofRunning)
    .action(async (pod: string | undefined, flags: LogsFlags) => {
      const signal = flags.follow ? untilStopped(output) : output.ended;
      await logs(pod, flags, signal, out);
    });
}
