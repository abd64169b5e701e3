import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly error?: Error;
}

export interface ChildSpec {
  /** The program, then its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly env: NodeJS.ProcessEnv;
  /** Both output streams are appended here, by the child itself: they outlive this process. Dropped on a full disk. */
  readonly logFile: string;
}

/** One run of a program in a process group of its own, so that Ctrl-C reaches it only through us. */
export class Child {
  readonly exited: Promise<Exit>;
  private readonly process: ChildProcess;
  private gone = false;

  constructor({ command: [program, ...args], env, logFile }: ChildSpec) {
    const log = opened(logFile);
    try {
      this.process = spawn(program, args, { env, detached: true, stdio: ['ignore', log, log] });
    } finally {
      if (log !== 'ignore') closeSync(log);
    }
    this.exited = new Promise<Exit>((resolve) => {
      this.process.once('exit', (code, signal) => resolve({ code, signal }));
      this.process.once('error', (error) => resolve({ code: null, signal: null, error }));
    }).then((exit) => {
      this.gone = true;
      return exit;
    });
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  /** SIGTERM, which a paused one hears too, and SIGKILL to the whole group when the grace is over. */
  async terminate(graceMs: number): Promise<Exit> {
    if (!this.gone) {
      this.process.kill('SIGTERM');
      this.process.kill('SIGCONT');
    }
    const timer = setTimeout(() => this.kill(), graceMs);
    try {
      return await this.exited;
    } finally {
      clearTimeout(timer);
    }
  }

  signal(signal: NodeJS.Signals): Promise<Exit> {
    if (!this.gone) this.process.kill(signal);
    return this.exited;
  }

  kill(): void {
    if (this.gone || !this.pid) return;
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      this.process.kill('SIGKILL');
    }
  }
}

/** A pod without a log is better than none: the disk may be full. */
function opened(logFile: string): number | 'ignore' {
  try {
    return openSync(logFile, 'a');
  } catch {
    return 'ignore';
  }
}
