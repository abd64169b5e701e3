// How long a volume takes to open, and that it does not depend on how much was counted: node tools/bench/open.mjs
import { join } from 'node:path';
import { median, spread } from './figures.mjs';
import { machine } from './machine.mjs';
import { measured, root } from './measured.mjs';

const base = join(root, 'tmp');
const figures = measured('open', base);
const ms = (values) => spread(values, (value) => value.toFixed(2));
console.log(`${machine(base, root)}. Median [least–most] of ${figures[0].openMs.length} openings.\n`);
console.log('| lines | log, MB | open, ms | one fdatasync, ms | ratio |\n| --- | --- | --- | --- | --- |');
for (const { lines, bytes, openMs, syncMs } of figures) {
  const ratio = (median(openMs) / median(syncMs)).toFixed(1);
  console.log(`| ${lines} | ${(bytes / 1e6).toFixed(1)} | ${ms(openMs)} | ${ms(syncMs)} | ${ratio} |`);
}
