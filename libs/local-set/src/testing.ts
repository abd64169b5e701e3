import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const standIn = fileURLToPath(new URL('../test/stand-in.mjs', import.meta.url));

/** A temporary directory with stand-ins where the bundles would be. */
export class Ground {
  readonly dir = mkdtempSync(join(tmpdir(), 'visits-local-'));
  readonly builds = join(this.dir, 'dist', 'apps');
  readonly dataDir = join(this.dir, '.visits');

  constructor(programs = ['clock', 'calculator', 'metrics-sidecar']) {
    for (const program of programs) {
      mkdirSync(join(this.builds, program), { recursive: true });
      copyFileSync(standIn, join(this.builds, program, 'main.mjs'));
    }
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}
