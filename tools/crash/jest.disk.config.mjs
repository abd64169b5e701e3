import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import preset from '../../jest.preset.mjs';

/** One file after another: they mount and fill file systems. */
export default {
  ...preset,
  displayName: 'crash:disk',
  roots: ['<rootDir>/disk'],
  // For a machine with other work: on an idle one the longest test takes a tenth of it.
  testTimeout: 900_000,
  maxWorkers: 1,
};

const COMMANDS = 'mkfs.ext4 mkfs.xfs mkfs.btrfs xfs_io btrfs gcc fsfreeze setpriv faketime unshare'.split(
  ' ',
);

export function missing() {
  if (process.platform !== 'linux') return 'it needs Linux';
  if (process.getuid() !== 0) return 'it needs root, for loop mounts';
  if (!existsSync('/dev/loop-control')) return 'it needs loop devices (/dev/loop-control)';
  const lacking = COMMANDS.filter((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0);
  return lacking.length > 0 ? `it needs ${lacking.join(', ')}` : null;
}

/**
 * In a mount namespace of its own: whoever starts a container meanwhile would else take our mounts along, and a file
 * system that somebody still holds does not come back from its power cut. What a failed run leaves goes with it, too.
 */
export const within = ['unshare', '--mount', '--propagation', 'private', '--'];
