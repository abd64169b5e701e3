// How long a volume takes to open, and that it does not depend on how much was counted: node tools/bench/open.mjs
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, spread } from './figures.mjs';
import { machine } from './machine.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const base = join(root, 'tmp');
mkdirSync(base, { recursive: true });
const run = (env, ...args) =>
  execFileSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

run({}, 'tools/build/build.mjs', 'tools/bench');
const figures = JSON.parse(run({ BENCH_PEER: 'open', BENCH_DIR: base }, 'dist/tools/bench/main.mjs'));
const ms = (values) => spread(values, (value) => value.toFixed(2));
console.log(`${machine(base, root)}. Median [least–most] of ${figures[0].openMs.length} openings.\n`);
console.log('| lines | log, MB | open, ms | one fdatasync, ms | ratio |\n| --- | --- | --- | --- | --- |');
for (const { lines, bytes, openMs, syncMs } of figures) {
  const ratio = (median(openMs) / median(syncMs)).toFixed(1);
  console.log(`| ${lines} | ${(bytes / 1e6).toFixed(1)} | ${ms(openMs)} | ${ms(syncMs)} | ${ratio} |`);
}
