import type { Writable } from 'node:stream';
import type { Judged } from '@visits/verify';
import { stopSignal } from '../signals';
import { exitOf, printReport } from './output';
import { type Progress, progressOn } from './progress';
import type { RunFlags } from './run-flags';

export interface Leaving {
  /** What a second Ctrl-C does. */
  readonly note: string;
  leave(): never;
}

/** Follows a run from its first step to its report; the exit code. A first Ctrl-C stops it, a second one leaves. */
export async function follow(
  { output, strict = false }: RunFlags,
  out: Writable,
  { note, leave }: Leaving,
  run: (progress: Progress, stop: AbortSignal) => Promise<Judged & { readonly directory: string }>,
): Promise<number> {
  const stop = new AbortController();
  // What is asked for on stdout is all that goes there: a program may read it.
  const progress = output === 'text' ? progressOn(process.stdout, out) : progressOn(process.stderr);
  void stopSignal(leave).then(() => {
    progress.note(`Stopping, and judging what there is; ${note}`);
    stop.abort(new Error('it was interrupted'));
  });
  try {
    const { directory, ...judged } = await run(progress, stop.signal);
    progress.note(`the bundle: ${directory}`);
    progress.end();
    printReport(judged, output, out);
    return exitOf(judged.report, strict);
  } finally {
    progress.end();
  }
}
