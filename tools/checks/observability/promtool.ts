import { spawnSync } from 'node:child_process';

const isMissing = spawnSync('promtool', ['--version']).error !== undefined;

/** A test that is skipped where there is no promtool; in CI that is a failure. */
export function needsPromtool(name: string, test: () => void): void {
  if (isMissing && !process.env.CI) it.skip(`${name} (needs promtool: apt-get install prometheus)`, test);
  else it(name, test);
}

/** Its exit code, and what it complains of. */
export function promtool(...args: string[]): { status: number | null; errors: string } {
  const { status, stderr } = spawnSync('promtool', args, { encoding: 'utf8' });
  return { status, errors: stderr.trim() };
}
