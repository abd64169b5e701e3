import { spawnSync } from 'node:child_process';
import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  displayName: 'checks:observe',
  roots: ['<rootDir>/observe'],
  // For a machine with other work: on an idle one all of it takes three minutes.
  testTimeout: 300_000,
  maxWorkers: 1,
  verbose: true,
};

export function missing() {
  if (process.platform !== 'linux') return 'it needs Linux';
  if (process.getuid() !== 0) return 'it needs root, for a small volume that it fills';
  if (spawnSync('prometheus', ['--version']).error) return 'it needs prometheus (apt-get install prometheus)';
  return null;
}

/** What it mounts goes with it, also where it fails. */
export const within = ['unshare', '--mount', '--propagation', 'private', '--'];
