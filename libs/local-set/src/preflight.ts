import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errnoOf, LocalSetError } from './errors';
import { apps } from './apps';
import { bundleOf, logsOf, type LocalOptions } from './plan';
import { assertFree, portsOf, prometheusPort } from './ports';
import { assertInstalled } from './prometheus/prometheus';
import { assertAlone } from './roster';

/** Everything that can be found out before the first process is started, one sentence each. */
export async function preflight(options: LocalOptions): Promise<void> {
  const { dataDir, volumesDir = dataDir } = options;
  assertBuilt(options);
  makeDirectory(dataDir);
  makeDirectory(logsOf(dataDir));
  for (const app of apps) {
    for (let n = 0; n < options.replicas[app]; n++) makeDirectory(join(volumesDir, `${app}-${n}`));
  }
  assertAlone(dataDir);
  const ports = portsOf(options.basePort, options.replicas);
  if (options.prometheus) {
    assertInstalled();
    ports.push(prometheusPort(options.basePort));
  }
  await assertFree(ports);
}

function assertBuilt({ builds, replicas, sidecars = true }: LocalOptions): void {
  const programs = [...apps.filter((app) => replicas[app] > 0), ...(sidecars ? ['metrics-sidecar'] : [])];
  for (const program of programs) {
    const bundle = bundleOf(builds, program);
    if (!existsSync(bundle)) {
      throw new LocalSetError(
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
    throw new LocalSetError(
      'directory-unwritable',
      `The directory ${dir} cannot be written (${errnoOf(error)}).`,
      'Make it writable, or choose another.',
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
