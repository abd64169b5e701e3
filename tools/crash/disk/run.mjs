// `npm run test:disk`: says in one line why it skips. In CI a skip is a failure.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const commands = [
  'mkfs.ext4',
  'mkfs.xfs',
  'mkfs.btrfs',
  'xfs_io',
  'btrfs',
  'gcc',
  'setpriv',
  'faketime',
  'unshare',
];

function isInstalled(command) {
  try {
    execFileSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Why this machine can not run the suite, or null. */
function missingRequirement() {
  if (process.platform !== 'linux') return 'it needs Linux';
  if (process.getuid() !== 0) return 'it needs root, for loop mounts';
  if (!existsSync('/dev/loop-control')) return 'it needs loop devices (/dev/loop-control)';
  const missing = commands.filter((command) => !isInstalled(command));
  return missing.length > 0 ? `it needs ${missing.join(', ')}` : null;
}

const reason = missingRequirement();
if (reason) {
  console.log(`test:disk is skipped: ${reason}.`);
  process.exit(process.env.CI ? 1 : 0);
}
const build = spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
if (build.status !== 0) process.exit(1);
// In a mount namespace of its own: whoever starts a container meanwhile would else take our mounts along, and a file
// system that somebody still holds does not come back from its power cut. What a failed run leaves goes with it, too.
const jest = spawnSync(
  'unshare',
  [
    ...['--mount', '--propagation', 'private', '--'],
    process.execPath,
    '--experimental-vm-modules',
    '--no-warnings',
    'node_modules/jest/bin/jest.js',
    '-c',
    'tools/crash/jest.disk.config.mjs',
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
);
process.exit(jest.status ?? 1);
