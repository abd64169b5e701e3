import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** What the bundle of this folder measures in a process of its own, on volumes in `base`. */
export function measured(peer, base) {
  mkdirSync(base, { recursive: true });
  const run = (env, ...args) =>
    execFileSync(process.execPath, args, {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  run({}, 'tools/build/build.mjs', 'tools/bench');
  return JSON.parse(run({ BENCH_PEER: peer, BENCH_DIR: base }, 'dist/tools/bench/main.mjs'));
}
