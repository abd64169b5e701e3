import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file descriptor that takes no more, for a process that is started with it. */
export interface BrokenOutput {
  readonly fd: number;
  /** To be called once the process has started. */
  break(): Promise<void>;
  release(): void;
}

export type Breakage = 'full' | 'closed' | 'stopped';

/** `full`: every write fails with ENOSPC. `closed`: its reader is gone. `stopped`: its reader reads no more. */
export async function brokenOutput(how: Breakage): Promise<BrokenOutput> {
  if (how === 'full') {
    const fd = openSync('/dev/full', 'w');
    return { fd, break: async () => undefined, release: () => closeSync(fd) };
  }
  const dir = mkdtempSync(join(tmpdir(), 'service-pipe-'));
  const pipe = join(dir, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const reader: ChildProcess = spawn('cat', [pipe], { stdio: ['ignore', 'ignore', 'ignore'] });
  // Opening the writer's end waits for the reader.
  const fd = openSync(pipe, 'w');
  return {
    fd,
    async break() {
      if (how === 'stopped') return void reader.kill('SIGSTOP');
      const gone = once(reader, 'exit');
      reader.kill('SIGKILL');
      await gone;
    },
    release() {
      reader.kill('SIGKILL');
      closeSync(fd);
      rmSync(dir, { recursive: true });
    },
  };
}
