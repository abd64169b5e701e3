// Runs a suite of Jest that is not `nx test`, with the flags that our modules need. Its configuration may also export
// - missing(): what this machine lacks, or null; then the suite says so in one line, which in CI is a failure;
// - within: a command to run Jest in; followedBy: the file of a suite that runs behind it in any case.
// usage: node tools/testing/suite.mjs CONFIG [Jest's arguments]
import { spawnSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';

const [file, ...args] = process.argv.slice(2);
process.exitCode = (await run(file, args)) ? 0 : 1;

async function run(file, args) {
  const { default: config, missing, within = [], followedBy } = await import(resolve(file));
  const reason = await missing?.();
  if (reason) {
    console.log(`${config.displayName} is skipped: ${reason}.`);
    return !process.env.CI;
  }
  const node = [process.execPath, '--experimental-vm-modules', '--no-warnings'];
  const [command, ...flags] = [...within, ...node, 'node_modules/jest/bin/jest.js', '-c', file, ...args];
  const { status } = spawnSync(command, flags, { stdio: 'inherit' });
  const rest = followedBy ? await run(join(dirname(file), followedBy), []) : true;
  return status === 0 && rest;
}
