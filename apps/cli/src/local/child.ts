import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly error?: Error;
}

export interface ChildSpec {
  /** The bundle that plain `node` runs. */
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
  /** Both output streams are appended here, by the child itself: they outlive this process. */
  readonly logFile: string;
}

/** One run of a program in a process group of its own, so that Ctrl-C reaches it only through us. */
export class Child {
  readonly exited: Promise<Exit>;
  private readonly process: ChildProcess;
  private gone = false;

  constructor({ program, env, logFile }: ChildSpec) {
    const log = openSync(logFile, 'a');
    try {
      this.process = spawn(process.execPath, [program], { env, detached: true, stdio: ['ignore', log, log] });
    } finally {
      closeSync(log);
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

  /** SIGTERM, and SIGKILL to the whole group when the grace is over. */
  async terminate(graceMs: number): Promise<Exit> {
    if (!this.gone) this.process.kill('SIGTERM');
    const timer = setTimeout(() => this.kill(), graceMs);
    try {
      return await this.exited;
    } finally {
      clearTimeout(timer);
    }
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
