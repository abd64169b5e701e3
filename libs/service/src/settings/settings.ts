import { inspectDataDirectory } from './data-directory';
import { ConfigError, type ConfigProblem } from './config-error';
import { serviceEnvironment, type SettingName } from './environment';
import { settingsTable } from './settings-table';
import { misspelledSettings } from './misspelling';
import { printable } from './printable';

export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly timeZone: string;
  readonly podName: string;
  readonly podNamespace: string;
  readonly podUid: string;
  readonly nodeName: string;
  readonly claimName: string;
  /** Undefined: the journal's own default. */
  readonly logKeepBytes: number | undefined;
  readonly logLevel: string;
  readonly headlessService: string;
  readonly peers: readonly string[];
  readonly adminPort: number;
  readonly metricsPort: number;
  readonly drainSeconds: number;
}

export const SETTINGS: unique symbol = Symbol('SETTINGS');

/** A reader (the sidecar) never creates the directory and may start before it exists. */
export interface SettingsOptions {
  readonly dataDir?: 'write' | 'read';
}

/** Parses the environment. Throws ConfigError with all problems, each with its cure. */
export function loadSettings(env: NodeJS.ProcessEnv, { dataDir = 'write' }: SettingsOptions = {}): Settings {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = serviceEnvironment.safeParse(set);
  const problems: ConfigProblem[] = misspelledSettings(env);
  const wrong = new Set(parsed.success ? [] : parsed.error.issues.map((issue) => String(issue.path[0])));
  for (const { name, cure } of settingsTable) {
    if (wrong.has(name))
      problems.push({ name, detail: `"${printable(env[name])}" is not allowed`, action: cure });
  }
  const directory = set.DATA_DIR ?? serviceEnvironment.shape.DATA_DIR.parse(undefined);
  const problem = dataDir === 'write' ? inspectDataDirectory(directory) : null;
  if (problem) problems.push({ name: 'DATA_DIR' satisfies SettingName, ...problem });
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const values = parsed.data;
  return {
    port: values.PORT,
    host: values.HOST,
    dataDir: values.DATA_DIR,
    timeZone: values.TIME_ZONE,
    podName: values.POD_NAME,
    podNamespace: values.POD_NAMESPACE,
    podUid: values.POD_UID,
    nodeName: values.NODE_NAME,
    claimName: values.CLAIM_NAME,
    logKeepBytes: values.LOG_KEEP_BYTES,
    logLevel: values.LOG_LEVEL,
    headlessService: values.HEADLESS_SERVICE,
    peers: values.PEERS,
    adminPort: values.ADMIN_PORT,
    metricsPort: values.METRICS_PORT,
    drainSeconds: values.DRAIN_SECONDS,
  };
}
