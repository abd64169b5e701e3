import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ground as StandIns } from '@visits/local-set/testing';
import { Journal, type JournalOptions, openVolume } from '@visits/persistence';
import { eventually } from '@visits/testing/eventually';

/** The real bundle of `visits` (bundle.mjs) beside stand-ins for the services. */
export class Ground extends StandIns {
  readonly main = join(this.builds, 'cli', 'main.mjs');
  private readonly running = new Set<ChildProcess>();

  /** Puts it there; gives its path. */
  addCli(): string {
    cpSync(process.env.VISITS_CLI_BUNDLE as string, dirname(this.main), { recursive: true });
    return this.main;
  }

  /** `visits` to its end, while this process stands still. */
  visits(args: readonly string[], env = process.env) {
    const options = { cwd: this.dir, encoding: 'utf8', env } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, [this.main, ...args], options);
    return { status, stdout, stderr };
  }

  /** `visits` while this process goes on, for example as what it asks. */
  start(args: readonly string[], env: Record<string, string> = {}) {
    const child = spawn(process.execPath, [this.main, ...args], {
      cwd: this.dir,
      env: { PATH: process.env.PATH, ...env },
    });
    this.running.add(child);
    child.once('close', () => this.running.delete(child));
    const run = { child, closed: once(child, 'close') as Promise<[number | null, string | null]> };
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (part: Buffer) => (said.stdout += part.toString()));
    child.stderr.on('data', (part: Buffer) => (said.stderr += part.toString()));
    return Object.assign(run, { said, end: (signal: NodeJS.Signals) => child.kill(signal) && run.closed });
  }

  /** And what a test that failed left running: Jest would wait for it. */
  override remove(): void {
    for (const child of this.running) child.kill('SIGKILL');
    super.remove();
  }
}

/** A journal on that volume, open. */
export async function openJournal(dir: string, options: Partial<JournalOptions> = {}): Promise<Journal> {
  const holder = { pod: 'clock-0', boot: 'b', claim: 'c' };
  const journal = new Journal({ volume: openVolume(dir), holder, ...options });
  journal.start();
  await eventually('open', 8000, () => journal.status().state === 'open');
  return journal;
}
