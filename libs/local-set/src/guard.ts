import { type ChildProcess, spawn } from 'node:child_process';

/** Each process of a set bears the set's id under this name: so it is found that was started a moment before the end. */
export const SET_ID = 'VISITS_SET';

/**
 * A small process that ends the pods when whoever runs them was killed with `kill -9`: its standard input then ends
 * without a farewell. Pods write to no pipe of ours and listen to none, so they would go on for ever.
 */
export class Guard {
  private readonly process: ChildProcess;

  constructor(setId: string) {
    this.process = spawn(process.execPath, ['-e', `(${standGuard.toString()})()`, `${SET_ID}=${setId}`], {
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
    this.process.stdin?.end('null\n');
  }
}

/** Sent as text to the other process: it may use nothing from outside of itself, nor name a function in itself. */
function standGuard(): void {
  const { readdirSync, readFileSync } = process.getBuiltinModule('node:fs');
  let lines = '';
  process.stdin.setEncoding('utf8');
  process.stdin.on('data', (text) => (lines = (lines + text).split('\n').slice(-2).join('\n')));
  process.stdin.on('end', () => {
    const watched = JSON.parse(lines.trim() || '[]') as number[] | null;
    if (watched === null) return;
    // Where /proc tells: also the one that was started and not yet reported.
    const pids = new Set(watched);
    try {
      for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
        try {
          const environment = readFileSync(`/proc/${name}/environ`, 'utf8').split('\0');
          if (environment.includes(process.argv[1] as string)) pids.add(Number(name));
        } catch {
          // It has ended, or is somebody else's.
        }
      }
    } catch {
      // There is no /proc here.
    }
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGTERM');
        process.kill(pid, 'SIGCONT'); // a paused one hears nothing else
      } catch {
        // It has ended already.
      }
    }
  });
}
