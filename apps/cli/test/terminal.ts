import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Screen } from './screen';

/** A program on a pseudo-terminal of 80 by 24, made by script(1). */
export class Terminal {
  private readonly process: ChildProcess;
  private readonly screen = new Screen(80, 24);
  readonly closed: Promise<unknown[]>;

  constructor(command: readonly string[], cwd: string) {
    const words = command.map((word) => `'${word}'`).join(' ');
    const shell = `stty cols 80 rows 24; exec ${words}`;
    this.process = spawn('script', ['-qfec', shell, '/dev/null'], {
      cwd,
      stdio: 'pipe',
      env: { ...process.env, TERM: 'xterm-256color', SHELL: '/bin/sh' },
    });
    this.process.stdout?.setEncoding('utf8').on('data', (part: string) => this.screen.write(part));
    this.closed = once(this.process, 'close');
  }

  get text(): string {
    return this.screen.text;
  }

  get lines(): string[] {
    return this.text.split('\n');
  }

  /** Presses keys, such as `\x03` for Ctrl-C. */
  press(keys: string): void {
    this.process.stdin?.write(keys);
  }

  /** The kernel tells the program, as when somebody drags a window. */
  resize(pid: number, columns: number, rows: number): void {
    this.screen.resize(columns, rows);
    execFileSync('stty', ['-F', `/proc/${pid}/fd/1`, 'cols', String(columns), 'rows', String(rows)]);
  }

  end(): void {
    this.process.kill('SIGKILL');
  }
}
