import { Announcer } from './announcer';
import { LiveTable } from './live-table';
import { LocalSet } from './local-set';
import { logsOf, type LocalOptions } from './plan';
import { preflight } from './preflight';
import type { CountVisits, Screen } from './screen';
import { stopSignal } from './signals';

/** `visits local`: from the first check to the last process's end. */
export async function local(options: LocalOptions, countVisits: CountVisits): Promise<void> {
  await preflight(options);
  const set = new LocalSet(options, process.env, {
    onNews: (news) => screen.news(news),
    onAllReady: () => screen.allReady(),
  });
  const screen = screenFor(set, options, countVisits);
  const signalled = stopSignal(() => {
    set.kill();
    process.exit(130);
  });
  try {
    await set.start();
    screen.start();
    await signalled;
    screen.stopping();
  } finally {
    await set.stop();
  }
  await screen.stopped();
}

function screenFor(set: LocalSet, { dataDir }: LocalOptions, countVisits: CountVisits): Screen {
  const logs = logsOf(dataDir);
  return process.stdout.isTTY
    ? new LiveTable(set, logs, countVisits, process.stdout)
    : new Announcer(set, logs, (line) => process.stdout.write(`${line}\n`));
}
