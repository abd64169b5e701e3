import { hostname } from 'node:os';
import { adoptCount, openVolume } from '@visits/persistence';
import { CliError } from './errors';

/** Lets a volume that nobody serves count on from `count`, which is never less than what it proves. */
export async function adopt(
  dir: string,
  count: number,
  out: NodeJS.WritableStream = process.stdout,
): Promise<void> {
  const now = new Date();
  const holder = { pod: hostname(), boot: 'visits adopt', pid: process.pid, since: now.toISOString() };
  const adoption = await adoptCount(openVolume(dir), count, { holder, now: () => now }).catch(
    (error: unknown) => {
      const { message, action } = error as { message: string; action?: string };
      throw new CliError('not-adopted', `${dir} was not changed completely: ${message}`, action ?? '', error);
    },
  );
  const { before, after, aside, seen, isRefused } = adoption;
  if (isRefused) {
    throw new CliError(
      'not-adopted',
      `${dir} has counted ${after.visits} visits, more than ${count}; nothing was changed.`,
      'A count is never lowered: give a larger number, or use another volume.',
    );
  }
  const lines = [
    `visits: ${before.visits} before, ${after.visits} now`,
    ...(aside.length > 0 ? [`kept in: ${aside.join(', ')}`] : []),
    ...(seen ? [`seen: visits.txt.foreign is now ${seen}`] : []),
  ];
  out.write(`${lines.join('\n')}\n`);
}
