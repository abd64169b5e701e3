import { isAbandoned, type LocalOptions, LocalSet, logsOf, preflight } from '@visits/local-set';
import { Announcer } from './announcer';
import { LiveTable } from './live-table';
import { stopSignal } from '../signals';
import { withFlag } from './set-error';
import type { CountVisits, Screen, Shown } from './screen';

/** How long the last lines wait for a reader that is stopped. */
const UNREAD_MS = 1000;

/** `visits local`: from the first check to the last process's end. */
export async function local(
  options: LocalOptions,
  countVisits: CountVisits,
  out: NodeJS.WritableStream,
): Promise<void> {
  try {
    await run(options, countVisits, out);
    // Its news are not worth a set that does not end because nobody reads them.
    setTimeout(() => process.exit(), UNREAD_MS).unref();
  } catch (error) {
    throw withFlag(error);
  }
}

async function run(
  options: LocalOptions,
  countVisits: CountVisits,
  out: NodeJS.WritableStream,
): Promise<void> {
  await preflight(options);
  const { dataDir } = options;
  const isAfterUncleanEnd = isAbandoned(dataDir);
  const set = new LocalSet(options, process.env, {
    onNews: (news) => screen.news(news),
    onAllReady: () => screen.allReady(),
  });
  const shown = { set, dataDir, logs: logsOf(dataDir), isAfterUncleanEnd };
  const screen = screenFor(shown, countVisits, out);
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

function screenFor(shown: Shown, countVisits: CountVisits, out: NodeJS.WritableStream): Screen {
  return process.stdout.isTTY
    ? new LiveTable(shown, countVisits, process.stdout)
    : new Announcer(shown, (line) => out.write(`${line}\n`));
}
