import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertAlone, errnoOf, freeBasePort, isAbandoned, preflight } from '@visits/local-set';
import type { FactsInput } from '@visits/proof';
import { makeBundle } from './bundle/directory';
import { completeBundle } from './complete-bundle';
import { deadline } from './deadline';
import { Run } from './engine/run';
import { RunClock } from './run-clock';
import { LocalLoad } from './load/local-load';
import type { RunEvents } from './engine/run-options';
import { VerifyError } from './errors';
import type { Hooks, Profile } from './engine/scenario';
import { select, type Selection } from './scenarios/selection';
import type { Judged } from './judge-directory';
import { LocalTarget, type LocalTargetOptions } from './targets/local-target';

const PREFIX = 'visits-verify-';
const REPLICAS = 3;
/** Long enough for what is under way: nobody's endpoints have to catch up here. */
const DRAIN_SECONDS = 0.5;
/** What a volume keeps of both logs: more than a run can fill. */
const KEEP_BYTES = 67_108_864;
/** What a fresh file system brings along. */
const notOurs = new Set(['lost+found']);

export interface VerifyLocalOptions extends Selection {
  /** `dist/apps`: the programs that are tested. */
  readonly builds: string;
  readonly tool: FactsInput['tool'];
  readonly profile: Profile;
  readonly seed?: string;
  readonly challenge?: string;
  readonly rate: number;
  readonly timeoutMs: number;
  /** Where the bundle's directory is made. */
  readonly out: string;
  /** For the volumes: missing or empty. Without it they are in the system's temporary directory. */
  readonly dataDir?: string;
  readonly keep: boolean;
  readonly hooks: Hooks;
}

export interface VerifyLocalResult extends Judged {
  readonly directory: string;
}

/** A set of its own on this machine, disturbed under load, and judged. Resolves when nothing of it is left running. */
export async function verifyLocal(
  options: VerifyLocalOptions,
  events: RunEvents,
  stop: AbortSignal,
): Promise<VerifyLocalResult> {
  const replicas = { clock: REPLICAS, calculator: REPLICAS };
  const { profile, rate, hooks, tool, timeoutMs, challenge = '' } = options;
  const scenarios = select(options, {
    ...{ where: 'local', apps: ['clock', 'calculator'], replicas: REPLICAS, hooks, own: true, profile },
  });
  const { dataDir: given } = options;
  if (given !== undefined) assertEmpty(given);
  const isNew = given !== undefined && !existsSync(given);
  sweep();
  const dataDir = mkdtempSync(join(tmpdir(), PREFIX));
  const local: LocalTargetOptions = {
    ...{ replicas, dataDir, builds: options.builds, drainSeconds: DRAIN_SECONDS, sidecars: false },
    basePort: await freeBasePort(replicas),
    volumesDir: given ?? dataDir,
    keepBytes: KEEP_BYTES,
    keep: options.keep,
  };
  let directory: string;
  try {
    await preflight(local);
    directory = makeBundle(options.out, 'local');
  } catch (error) {
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  }
  const run = new Run(
    {
      ...{ run: randomBytes(4).toString('hex'), seed: options.seed ?? randomBytes(4).toString('hex') },
      ...{ challenge, profile, rate, scenarios, hooks, tool, directory },
      clock: new RunClock(),
      limits: [],
      target: (heard) => new LocalTarget(local, heard),
      load: (parts) => new LocalLoad(parts),
    },
    events,
  );
  const onExit = () => run.kill();
  process.once('exit', onExit);
  try {
    await run.go(deadline(stop, timeoutMs));
  } finally {
    process.off('exit', onExit);
    if (isNew && !options.keep) rmdirSync(given);
  }
  events.onStep('judge', scenarios.length, scenarios.length);
  return { directory, ...(await completeBundle(directory)) };
}

/** A run that was killed could not remove its directory. */
function sweep(): void {
  for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(PREFIX))) {
    const dir = join(tmpdir(), name);
    if (isAbandoned(dir)) rmSync(dir, { recursive: true, force: true });
  }
}

function assertEmpty(dir: string): void {
  assertAlone(dir);
  let names: string[];
  try {
    names = readdirSync(dir).filter((name) => !notOurs.has(name));
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return;
    names = [errnoOf(error) ?? 'unreadable'];
  }
  if (names.length === 0) return;
  throw new VerifyError(
    'directory-not-empty',
    `${dir} is not empty (it holds ${names[0]}): a run begins with volumes of its own.`,
    'Name a directory that is empty or missing with --data-dir.',
  );
}
