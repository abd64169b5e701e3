// Builds all programs and says so in one line; what the build printed is shown where it fails.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');
const startedAt = Date.now();
const isTerminal = process.stdout.isTTY;
if (isTerminal) process.stdout.write('building …');
const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [nx, 'run-many', '-t', 'build', '--parallel=2', '--output-style=static'],
  { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
);
if (status === 0) {
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(isTerminal ? `\r\x1b[K\x1b[32m✔\x1b[39m built in ${seconds} s` : `built in ${seconds} s`);
} else {
  console.error(`${isTerminal ? '\r\x1b[K' : ''}${stdout}${stderr}`);
  process.exitCode = status ?? 1;
}
