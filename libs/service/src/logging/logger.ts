import pino, { type Logger as PinoLogger } from 'pino';
import { type ProcessIdentity } from '../process/process-identity';
import { type Settings } from '../settings/settings';

export type Logger = PinoLogger;
export const LOGGER: unique symbol = Symbol('LOGGER');

const FLUSH_EVERY_MS = 200;
const BUFFER_BYTES = 8 * 1024;

/** JSON lines. The level is a word, the time ISO-8601; every line names its pod and process. */
export function createLogger(
  settings: Settings,
  process: ProcessIdentity,
  destination: pino.DestinationStream,
): Logger {
  return pino(
    {
      level: settings.logLevel,
      messageKey: 'msg',
      base: { service: process.service, pod: settings.podName, boot: process.boot },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    destination,
  );
}

/**
 * Standard output, buffered: a write per request would cost a fifth of the throughput. Flushed by time, and
 * by pino itself at `process.exit`, which is how every stop of ours ends (a bare SIGTERM would lose the buffer).
 */
export function standardOutput(): pino.DestinationStream {
  const output = pino.destination({ fd: 1, sync: false, minLength: BUFFER_BYTES });
  setInterval(() => output.flush(), FLUSH_EVERY_MS).unref();
  return output;
}
