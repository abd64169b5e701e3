import { type ConfigProblem } from './config-error';
import { settingsTable } from './settings-table';

/** Spellings that were meant for a setting and would be ignored in silence. */
const known: Readonly<Record<string, string>> = {
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

const names = new Set<string>(settingsTable.map((setting) => setting.name));

export function misspelledSettings(env: NodeJS.ProcessEnv): ConfigProblem[] {
  return Object.keys(env).flatMap((name) => {
    const meant = known[name] ?? (names.has(name.toUpperCase()) ? name.toUpperCase() : undefined);
    // Setting the right name as well shows that the other one is somebody else's.
    if (meant === undefined || meant === name || env[meant] !== undefined) return [];
    return [{ name, detail: 'this variable is not read', action: `did you mean ${meant}` }];
  });
}
