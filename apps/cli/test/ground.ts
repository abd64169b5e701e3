import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lastPortOffset, portsOf, assertFree } from '../src/local/ports';
import type { Replicas } from '../src/local/apps';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const standIn = fileURLToPath(new URL('stand-in.mjs', import.meta.url));

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

  /** The real bundle of `visits`, beside the stand-ins; gives its path. */
  bundleCli(): string {
    mkdirSync(join(this.dir, 'apps'));
    for (const path of ['apps/cli', 'libs', 'node_modules', 'tsconfig.base.json']) {
      symlinkSync(join(root, path), join(this.dir, path));
    }
    const build = spawnSync(process.execPath, [join(root, 'tools/build/build.mjs'), 'apps/cli'], {
      cwd: this.dir,
      encoding: 'utf8',
    });
    if (build.status !== 0) throw new Error(build.stderr);
    return join(this.builds, 'cli', 'main.mjs');
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** A base port whose whole range is free now; below the ports that the system hands out itself. */
export async function freeBasePort(replicas: Replicas): Promise<number> {
  for (;;) {
    const base = 10_000 + Math.floor(Math.random() * (32_000 - 10_000 - lastPortOffset));
    try {
      await assertFree(portsOf(base, replicas));
      return base;
    } catch {
      // Somebody has one of them: try another range.
    }
  }
}

/** Polls until the probe gives something, for at most `withinMs`. */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | false> | T | false,
  withinMs = 8000,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await probe();
    if (found !== false) return found;
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((next) => setTimeout(next, 20));
  }
}
