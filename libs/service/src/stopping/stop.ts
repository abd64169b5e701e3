import { type Shell } from '../http/shell';
import { type LogOutput } from '../logging/log-output';

/** After the drain: how long accepted requests may take, and then how long until the exit counts as failed. */
const CLOSE_CONNECTIONS_AFTER_MS = 10_000;
const GIVE_UP_AFTER_MS = 20_000;
/** A log that cannot be written keeps nobody from leaving. */
const FLUSH_WITHIN_MS = 1000;

export interface Stopper {
  readonly stopping: boolean;
}

/**
 * The only signal handler: drain (unready, every answer closes its connection, all are answered), close the listener
 * and idle connections, later all of them, then the modules (the journal last), exit 0. A second signal exits at once.
 */
export function stopOnSignals(shell: Shell, output: LogOutput): Stopper {
  const state = { stopping: false };
  const onSignal = (signal: NodeJS.Signals): void => {
    if (state.stopping) process.exit(1);
    state.stopping = true;
    shell.logger.info({ signal, drain_seconds: shell.settings.drainSeconds }, 'stopping');
    shell.drain.begin();
    setTimeout(() => void close(shell, output), shell.settings.drainSeconds * 1000);
  };
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
  return state;
}

async function close({ app, logger }: Shell, output: LogOutput): Promise<void> {
  const server = app.getHttpServer();
  setTimeout(() => server.closeAllConnections(), CLOSE_CONNECTIONS_AFTER_MS).unref();
  setTimeout(() => {
    logger.fatal('could not stop in time');
    process.exit(1);
  }, GIVE_UP_AFTER_MS).unref();
  try {
    await app.close();
    // Nest logs what a module throws on its way out, and goes on: such a module leaves its failure in `exitCode`.
    logger.info({ exit_code: process.exitCode ?? 0 }, 'stopped');
    await output.end(FLUSH_WITHIN_MS);
    process.exit();
  } catch (error) {
    logger.fatal({ err: error }, 'could not stop cleanly');
    process.exit(1);
  }
}
