import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CliError, errnoOf } from '../errors';
import { apps } from './apps';
import { bundleOf, logsOf, type LocalOptions } from './plan';
import { assertFree, portsOf } from './ports';
import { assertAlone } from './roster';

/** Everything that can be told before the first process is started, one sentence each. */
export async function preflight(options: LocalOptions): Promise<void> {
  assertBuilt(options);
  makeDirectory(options.dataDir);
  makeDirectory(logsOf(options.dataDir));
  for (const app of apps) {
    for (let n = 0; n < options.replicas[app]; n++) makeDirectory(join(options.dataDir, `${app}-${n}`));
  }
  assertAlone(options.dataDir);
  await assertFree(portsOf(options.basePort, options.replicas));
}

function assertBuilt({ builds, replicas }: LocalOptions): void {
  const programs = [...apps.filter((app) => replicas[app] > 0), 'metrics-sidecar'];
  for (const program of programs) {
    const bundle = bundleOf(builds, program);
    if (!existsSync(bundle)) {
      throw new CliError(
        'build-missing',
        `The ${program} is not built: ${bundle} is missing.`,
        'Run: npm run build',
      );
    }
  }
}

function makeDirectory(dir: string): void {
  try {
    makeMissing(dir);
    accessSync(dir, constants.W_OK | constants.X_OK);
    if (!statSync(dir).isDirectory()) throw Object.assign(new Error(dir), { code: 'ENOTDIR' });
  } catch (error) {
    throw new CliError(
      'directory-unwritable',
      `The directory ${dir} can not be written (${errnoOf(error)}).`,
      'Make it writable, or choose another with --data-dir.',
      error,
    );
  }
}

/** With its parents; one by one, for Node's own recursive mkdir never returns under /proc. */
function makeMissing(dir: string): void {
  if (existsSync(dir)) return;
  makeMissing(dirname(dir));
  mkdirSync(dir);
}
