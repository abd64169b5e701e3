// How fast a full check of a volume reads, on commits of 64 visits and of one, beside the CRC-32 of each commit alone.
// The volume is in memory where there is room: what is measured is the check, not a disk. node tools/bench/fsck.mjs
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spread, table } from './figures.mjs';
import { machine } from './machine.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const base = existsSync('/dev/shm') ? '/dev/shm' : join(root, 'tmp');
mkdirSync(base, { recursive: true });
const run = (env, ...args) =>
  execFileSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

run({}, 'tools/build/build.mjs', 'tools/bench');
const figures = JSON.parse(run({ BENCH_PEER: 'fsck', BENCH_DIR: base }, 'dist/tools/bench/main.mjs'));
console.log(`${machine(base, root)}. Median [least–most] of ${figures[0].tookMs.length} checks.\n`);
const rate = (values, bytes) => spread(values.map((ms) => bytes / ms / 1e6));
const rows = figures.map(({ visitsPerCommit, bytes, commits, tookMs, cpuMs, crcMs }) => [
  ...[visitsPerCommit, (bytes / 1e6).toFixed(1), commits.toLocaleString('en-US')],
  ...[rate(tookMs, bytes), rate(cpuMs, bytes), rate(crcMs, bytes)],
]);
console.log(
  table(
    [
      'visits a commit',
      'log, MB',
      'commits',
      'GB/s',
      'GB per CPU second',
      'CRC-32 of each commit alone, GB/s',
    ],
    rows,
  ),
);
