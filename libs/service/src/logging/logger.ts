import pino, { type Logger as PinoLogger } from 'pino';
import { type ProcessIdentity } from '../process/process-identity';
import { type Settings } from '../settings/settings';

export type Logger = PinoLogger;
export const LOGGER: unique symbol = Symbol('LOGGER');

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
