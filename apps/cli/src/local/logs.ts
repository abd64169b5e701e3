import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { logFileOf, logsOf } from '@visits/local-set';
import { CliError } from '../errors';
import { drained } from '../drained';
import { LogFile } from './log-file';

const POLL_MS = 200;
const SIDECAR = '-metrics';

export interface LogsFlags {
  readonly dataDir: string;
  /** Go on with the lines to come until the signal. */
  readonly follow?: boolean;
}

/** Prints what one pod logged, or all of them and the balancers, by time. */
export async function logs(
  pod: string | undefined,
  { dataDir, follow }: LogsFlags,
  signal: AbortSignal,
  out: NodeJS.WritableStream,
): Promise<void> {
  const names = namesIn(dataDir, pod);
  const files = new Map(names.map((name) => [name, new LogFile(logFileOf(dataDir, name))]));
  do {
    const lines = [...files.values()].flatMap((file) => file.read()).sort((one, other) => one.at - other.at);
    for (const { text } of lines) {
      if (!out.writable) return;
      if (!out.write(`${text}\n`)) await drained(out);
    }
    if (follow) await pause(POLL_MS, undefined, { signal }).catch(() => undefined);
    // A set that grows has new ones.
    for (const name of follow && pod === undefined ? namesIn(dataDir, pod) : [])
      if (!files.has(name)) files.set(name, new LogFile(logFileOf(dataDir, name)));
  } while (follow && !signal.aborted);
}

function namesIn(dataDir: string, pod: string | undefined): string[] {
  const all = filesIn(logsOf(dataDir)).flatMap((file) => (file.endsWith('.log') ? [file.slice(0, -4)] : []));
  const pods = all.filter((name) => !name.endsWith(SIDECAR));
  const names = pod === undefined ? pods : all.filter((name) => name === pod);
  if (names.length > 0) return names;
  if (pod === undefined || pods.length === 0) {
    throw new CliError(
      'set-not-running',
      `No \`visits local\` has logged to ${logsOf(dataDir)}.`,
      'Start one, or name the directory of one with --data-dir.',
    );
  }
  throw new CliError('pod-unknown', `There is no log of ${pod}.`, `Name one of ${pods.join(', ')}.`);
}

function filesIn(dir: string): string[] {
  try {
    return readdirSync(dir).sort();
  } catch {
    return [];
  }
}
