import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SHIM = fileURLToPath(new URL('../crash/disk/fault-shim.c', import.meta.url));
const run = (command, ...args) => execFileSync(command, args, { encoding: 'utf8' }).trim();
const isRoot = () => process.getuid?.() === 0 && spawnSync('losetup', ['-f']).status === 0;

/** Which file systems the contestants count on, and at how many connections. `base` is a directory for all of it. */
export function groundsOf(base, smoke) {
  const all = smoke ? [64] : [1, 4, 16, 64, 256];
  const few = smoke ? [64] : [1, 64];
  const grounds = [
    { name: 'the root file system', connections: all, open: () => directory(base) },
    { name: 'ext4 with a journal, loop, direct I/O', connections: all, open: () => loop(base, 'ext4') },
    { name: 'xfs, loop, direct I/O', connections: few, open: () => loop(base, 'xfs') },
    { name: 'the root file system, 2 ms more for each sync', connections: few, open: () => slow(base) },
  ];
  const found = isRoot() ? grounds : [grounds[0], grounds[3]];
  return smoke ? found.slice(0, 2) : found;
}

/** `env`: for every process of a contestant. `cutPower`, `restorePower`: only where it can lose its power. */
function directory(base) {
  return { path: mkdtempSync(join(base, 'root-')), env: {}, close: () => undefined };
}

function loop(base, kind) {
  const folder = mkdtempSync(join(base, `${kind}-`));
  const [image, path] = [join(folder, 'image'), join(folder, 'mounted')];
  mkdirSync(path);
  run('truncate', '-s', '4G', image);
  run(`mkfs.${kind}`, '-q', ...(kind === 'ext4' ? ['-m', '0'] : []), image);
  const device = run('losetup', '-f', '--show', '--direct-io=on', image);
  const mount = () => run('mount', device, path);
  mount();
  return {
    path,
    env: {},
    cutPower: () => run('xfs_io', '-x', '-c', 'shutdown', path),
    restorePower() {
      run('umount', path);
      mount();
    },
    close() {
      spawnSync('umount', [path]);
      run('losetup', '-d', device);
    },
  };
}

function slow(base) {
  const path = mkdtempSync(join(base, 'slow-'));
  const library = join(base, 'slow.so');
  run('gcc', '-O2', '-shared', '-fPIC', '-o', library, SHIM);
  const env = { LD_PRELOAD: library, FAULT_RULES: `sync:${path}:1+:delay2` };
  return { path, env, close: () => undefined };
}
