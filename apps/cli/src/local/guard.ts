import { type ChildProcess, spawn } from 'node:child_process';

/**
 * A small process that ends the pods when `visits local` itself was killed with `kill -9`: its standard input then
 * ends without a farewell. Pods write to no pipe of ours and listen to none, so they would go on for ever.
 */
export class Guard {
  private readonly process: ChildProcess;

  constructor() {
    this.process = spawn(process.execPath, ['-e', `(${standGuard.toString()})()`], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      env: { PATH: process.env.PATH },
    });
    this.process.on('error', () => undefined);
    this.process.stdin?.on('error', () => undefined);
    this.process.unref();
  }

  watch(pids: readonly number[]): void {
    this.process.stdin?.write(`${JSON.stringify(pids)}\n`);
  }

  dismiss(): void {
    this.process.stdin?.end('[]\n');
  }
}

/** Sent as text to the other process: it may use nothing from outside of itself. */
function standGuard(): void {
  let lines = '';
  process.stdin.setEncoding('utf8');
  process.stdin.on('data', (text) => (lines = (lines + text).split('\n').slice(-2).join('\n')));
  process.stdin.on('end', () => {
    for (const pid of JSON.parse(lines.trim() || '[]') as number[]) {
      try {
        process.kill(pid, 'SIGTERM');
      } catch {
        // It has ended already.
      }
    }
  });
}
