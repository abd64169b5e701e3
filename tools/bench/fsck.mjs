// How fast a full check of a volume reads, on commits of 64 visits and of one, beside the CRC-32 of each commit alone.
// The volume is in memory where there is room: what is measured is the check, not a disk. node tools/bench/fsck.mjs
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { spread, table } from './figures.mjs';
import { machine } from './machine.mjs';
import { measured, root } from './measured.mjs';

const base = existsSync('/dev/shm') ? '/dev/shm' : join(root, 'tmp');
const figures = measured('fsck', base);
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
