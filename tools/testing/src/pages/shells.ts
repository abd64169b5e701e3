import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../eventually';
import { type Block, forwardsOf } from './page';

export interface Place {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** For each block. */
  readonly deadlineMs: number;
}

/** The terminals of somebody who follows a page: each block in one of its own, and what goes on in it stays on. */
export class Shells {
  private readonly outputs = mkdtempSync(join(tmpdir(), 'visits-page-'));
  private readonly groups: number[] = [];

  constructor(private readonly place: Place) {}

  /** What a terminal shows. One that forwards ports runs on once they are open. */
  async run({ line, script }: Block): Promise<string> {
    const { cwd, env, deadlineMs } = this.place;
    const ports = forwardsOf(script);
    for (const port of ports) if (await isOpen(port)) throw new Error(`port ${port} is taken`);
    const file = join(this.outputs, `${this.groups.length}-${line}`);
    const output = openSync(file, 'w');
    const said = () => readFileSync(file, 'utf8');
    const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
      ...{ cwd, env, detached: true },
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    const group = child.pid!;
    this.groups.push(group);
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      signal(group, 'SIGKILL');
    }, deadlineMs);
    const exit = once(child, 'exit') as Promise<[number | null]>;
    const ended = exit.then(([code]) => {
      if (isLate) throw new Error(`not done after ${deadlineMs} ms:\n${said()}`);
      if (code !== 0) throw new Error(`exit ${code}:\n${said()}`);
    });
    const opened = () =>
      allOpen(ports, deadlineMs).catch(({ message }: Error) => {
        throw new Error(`${message}:\n${said()}`);
      });
    try {
      if (ports.length === 0) await ended;
      else await Promise.race([opened(), ended.then(opened)]);
    } finally {
      clearTimeout(timer);
      ended.catch(() => undefined);
    }
    return said();
  }

  /** Ends what still runs. */
  async close(): Promise<void> {
    for (const group of this.groups) signal(group, 'SIGTERM');
    for (const group of this.groups)
      await eventually('a shell has ended', 5_000, () => !signal(group, 0)).catch(() =>
        signal(group, 'SIGKILL'),
      );
    rmSync(this.outputs, { recursive: true });
  }
}

function allOpen(ports: readonly number[], deadlineMs: number): Promise<unknown> {
  return eventually(`${ports.join(', ')} are open`, deadlineMs, async () => {
    for (const port of ports) if (!(await isOpen(port))) return false;
    return true;
  });
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Whether the group is there. */
function signal(group: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, name);
  } catch {
    return false;
  }
}
