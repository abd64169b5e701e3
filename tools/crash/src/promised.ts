import { spawnSync } from 'node:child_process';

/** A bare Node starts within it on any machine without other work. */
const IDLE_START_MS = 150;

/** A promise in milliseconds is one for a machine that is free: the same, as many times longer as this one is slower now. */
export function promised(ms: number): number {
  const startedMs = performance.now();
  spawnSync(process.execPath, ['-e', '0']);
  return ms * Math.max(1, (performance.now() - startedMs) / IDLE_START_MS);
}
