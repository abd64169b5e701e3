import { spawn } from 'node:child_process';
import { WaitError } from '../wait';

const DEADLINE_MS = 60_000;
const MOST_OUTPUT = 300;

/**
 * Runs a command of the user's by the shell; `more` of its environment says what it is for. Rejects with WaitError where
 * it fails: then nothing is known of the disk.
 */
export function runHook(
  flag: string,
  command: string,
  more: Readonly<Record<string, string>>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...more };
    const child = spawn('sh', ['-c', command], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => (output = (output + part.toString()).slice(-MOST_OUTPUT)));
    const timer = setTimeout(() => child.kill('SIGKILL'), DEADLINE_MS);
    const fail = (why: string) => reject(new WaitError(flag, why, 'impossible'));
    child.once('error', (error) => fail(error.message));
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve();
      else fail(`it ended with ${signal ?? code}: ${output.trim().replaceAll(/\s+/g, ' ') || 'no output'}`);
    });
  });
}
