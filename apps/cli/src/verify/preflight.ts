import type { Writable } from 'node:stream';
import { loadCluster } from '@visits/verify';
import colors from 'picocolors';
import { type AskFlags, askOf } from './cluster-flags';

const MARKS = { ok: '✔', failed: '✗', warning: '?' } as const;
const PAINTS = { ok: colors.green, failed: colors.red, warning: colors.yellow };

/** `visits verify preflight`: all results at once; the exit code: 2 where the run would not begin. */
export async function preflight(set: string | undefined, flags: AskFlags, out: Writable): Promise<number> {
  const { preflightCluster } = await loadCluster();
  const results = await preflightCluster(askOf(set, flags));
  const isTerminal = process.stdout.isTTY === true;
  for (const { status, name, seen, look, cure } of results) {
    const mark = isTerminal ? PAINTS[status](MARKS[status]) : MARKS[status];
    out.write(`${mark} ${name}: ${seen}\n`);
    if (status !== 'ok') out.write(`    look: ${look}\n${cure && `    cure: ${cure}\n`}`);
  }
  const failed = results.filter(({ status }) => status === 'failed').length;
  const warnings = results.filter(({ status }) => status === 'warning').length;
  out.write(
    `\n${failed === 0 ? 'The run can begin' : `The run cannot begin: ${failed} failed`}${warnings === 0 ? '' : `; warnings: ${warnings}`}.\n`,
  );
  return failed === 0 ? 0 : 2;
}
