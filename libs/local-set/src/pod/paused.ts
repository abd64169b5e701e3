import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Whether somebody paused the process (SIGSTOP). False where that cannot be seen. */
export function isPaused(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  return (stateOf(pid) ?? '').startsWith('T');
}

/** One letter, as ps(1) has it. */
function stateOf(pid: number): string | undefined {
  if (process.platform !== 'linux') {
    return spawnSync('ps', ['-o', 'state=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may hold anything.
    return stat.slice(stat.lastIndexOf(')') + 2)[0];
  } catch {
    return undefined; // it has ended
  }
}
