import { readdir, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { checkVolume, openVolume, repairVolume } from '@visits/persistence';
import { ProgressBar } from './fsck-progress';
import { textOf, type ListedFile, type Report } from './fsck-text';

export interface FsckFlags {
  readonly json?: boolean;
  readonly repair?: boolean;
}

/** As fsck(8) has them, so that scripts know them already. */
export const FSCK_EXIT = { clean: 0, corrected: 1, damaged: 4, operational: 8, usage: 16 } as const;

/** Checks a volume, or repairs it, prints what it found, and gives the exit code. It never throws. `dir` is printed as given. */
export async function fsck(
  dir: string,
  flags: FsckFlags,
  out: NodeJS.WritableStream,
  errors: NodeJS.WriteStream = process.stderr,
): Promise<number> {
  const progress = new ProgressBar(errors);
  try {
    const found = await (flags.repair ? repair(dir, progress) : check(dir, progress));
    progress.end();
    if (found.state === 'missing') throw noVolume();
    const report: Report = { dir, ...found, files: await filesIn(dir) };
    out.write(flags.json ? `${JSON.stringify(report)}\n` : textOf(report));
    return FSCK_EXIT[report.verdict];
  } catch (error) {
    progress.end();
    const failure = failureOf(error);
    if (flags.json) out.write(`${JSON.stringify({ dir, verdict: 'unknown', error: failure })}\n`);
    errors.write(
      `visits: ${dir} cannot be ${flags.repair ? 'repaired' : 'checked'}: ${failure.message} ${failure.action}\n`,
    );
    return FSCK_EXIT.operational;
  }
}

type Found = Omit<Report, 'dir' | 'files'>;

async function check(dir: string, progress: ProgressBar): Promise<Found> {
  const found = await checkVolume(openVolume(dir), progress.show);
  const verdict = found.damage.length > 0 ? 'damaged' : 'clean';
  return { verdict, ...found, repaired: [], aside: [], placeholders: 0 };
}

async function repair(dir: string, progress: ProgressBar): Promise<Found> {
  const now = new Date();
  const { before, after, aside, placeholders } = await repairVolume(openVolume(dir), {
    holder: { pod: hostname(), boot: 'visits fsck --repair', pid: process.pid, since: now.toISOString() },
    now: () => now,
    onProgress: progress.show,
  });
  const verdict = after.damage.length > 0 ? 'damaged' : before.damage.length > 0 ? 'corrected' : 'clean';
  return { verdict, ...after, repaired: before.damage, aside, placeholders };
}

async function filesIn(dir: string): Promise<ListedFile[]> {
  const files: ListedFile[] = [];
  for (const name of (await readdir(dir)).sort()) {
    // On a live volume a name may go between the two calls.
    const found = await stat(join(dir, name)).catch(() => null);
    if (found?.isFile()) files.push({ name, bytes: found.size });
  }
  return files;
}

function noVolume(): Error {
  return Object.assign(new Error('It holds no visits.'), {
    code: 'missing',
    action: 'Name the data directory of a pod, such as .visits/clock-0.',
  });
}

/** Every error of the volume has a code and a cure; the others are worth a report. */
function failureOf(error: unknown): { code: string; message: string; action: string } {
  const { code, message, action } = error as { code?: string; message?: string; action?: string };
  return {
    code: code ?? 'unknown',
    message: message ?? String(error),
    action: action ?? 'Please report it together with the command.',
  };
}
