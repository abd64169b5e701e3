import { type ConfigProblem } from './config-error';
import { type SettingName } from './environment';

/** Spellings that were meant for a setting and would be ignored in silence. */
const known: Readonly<Record<string, SettingName>> = {
  DATADIR: 'DATA_DIR',
  DATA_PATH: 'DATA_DIR',
  TIMEZONE: 'TIME_ZONE',
  PODNAME: 'POD_NAME',
  LOGLEVEL: 'LOG_LEVEL',
  LOG_KEEP: 'LOG_KEEP_BYTES',
  PEER: 'PEERS',
  DRAIN_SECOND: 'DRAIN_SECONDS',
  DRAIN_SECS: 'DRAIN_SECONDS',
};

export function misspelledSettings(env: NodeJS.ProcessEnv): ConfigProblem[] {
  return Object.entries(known).flatMap(([name, meant]) => {
    // Setting the right name as well shows that the other one is somebody else's.
    if (!env[name] || env[meant]) return [];
    return [{ name, detail: 'this variable is not read', action: `did you mean ${meant}` }];
  });
}
