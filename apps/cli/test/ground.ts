import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ground as StandIns } from '@visits/local-set/testing';

export { eventually } from '@visits/local-set/testing';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The real bundle of `visits` beside stand-ins for the services. */
export class Ground extends StandIns {
  /** Builds it; gives its path. */
  bundleCli(): string {
    mkdirSync(join(this.dir, 'apps'));
    for (const path of ['apps/cli', 'deploy', 'libs', 'node_modules', 'tsconfig.base.json']) {
      symlinkSync(join(root, path), join(this.dir, path));
    }
    const build = spawnSync(process.execPath, [join(root, 'tools/build/build.mjs'), 'apps/cli'], {
      cwd: this.dir,
      encoding: 'utf8',
    });
    if (build.status !== 0) throw new Error(build.stderr);
    return join(this.builds, 'cli', 'main.mjs');
  }
}
