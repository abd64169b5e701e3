// `npm run test:browser`: says in one line why it skips. In CI a skip is a failure.
import { spawnSync } from 'node:child_process';
import { chromiumPath, isChromiumHere } from './chromium.mjs';

if (!isChromiumHere()) {
  console.log(`test:browser is skipped: it needs Chromium at ${chromiumPath}, or CHROMIUM to name it.`);
  process.exit(process.env.CI ? 1 : 0);
}
const run = (command, args) => spawnSync(command, args, { stdio: 'inherit' }).status ?? 1;
const jest = [
  '--experimental-vm-modules',
  '--no-warnings',
  'node_modules/jest/bin/jest.js',
  '-c',
  'tools/browser/jest.browser.config.mjs',
  ...process.argv.slice(2),
];
process.exit(run('npm', ['run', '--silent', 'build']) || run(process.execPath, jest));
