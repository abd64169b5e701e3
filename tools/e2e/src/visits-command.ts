import { randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { loadCluster, type Seen } from '@visits/verify';
import { workspaceRoot } from '@visits/testing/workspace';
import type { Outcome } from './kubectl';

/** The command as it is built. */
export const visitsMain = join(workspaceRoot, 'dist/apps/cli/main.mjs');

/** `visits verify …` to its end. */
export async function visits(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Omit<Outcome, 'code'> & { status: number }> {
  const child = spawn(process.execPath, [visitsMain, 'verify', ...args], { env: { ...process.env, ...env } });
  child.stdin.end();
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  return { status, stdout, stderr };
}

const { ClusterClient } = await loadCluster();
/** A run of a test: an id of its own, and what it would write down. */
export function asRun(name: string) {
  const id = `${name}${randomBytes(3).toString('hex')}`;
  return {
    id,
    in(namespace: string) {
      const seen: Seen[] = [];
      const recorder = {
        get ms() {
          return performance.now();
        },
        see: (one: Seen) => void seen.push(one),
      };
      return { client: ClusterClient.choose({ namespace }, recorder), seen };
    },
  };
}
