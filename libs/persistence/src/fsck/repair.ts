import { examine, type Examination, type Progress, type VolumeCheck } from './check';
import { asJournalError, JournalError } from '../errors';
import { LOG, PREVIOUS_LOG, REPLICA, VIEW } from '../format/layout';
import { Lock, lockLog, readHolder, type Holder } from '../volume/lock';
import { planRepair, type Lost, type Part, type Range, type RepairPlan } from './repair-plan';
import { copyRanges, writeParts } from './repair-write';
import { ReadError } from '../reading/read-error';
import { readReplica } from '../volume/replica-file';
import { freeName, openIfThere, replaceFile, setAside } from '../volume/transfer';
import type { File, Volume } from '../volume/volume';

export interface Repair {
  readonly before: VolumeCheck;
  /** The same as `before` where there was nothing to repair. */
  readonly after: VolumeCheck;
  /** New files that hold every byte that left its place; nothing is discarded. */
  readonly aside: readonly string[];
  /** Counts whose lines were lost: each has a line that says so. */
  readonly placeholders: number;
}

export interface RepairOptions {
  /** Stands in LOCK meanwhile. */
  readonly holder: Holder;
  readonly now: () => Date;
  readonly onProgress?: Progress;
  /** The volume shall count on from here. Less than it proves changes nothing. */
  readonly adopt?: number;
}

interface Logs {
  readonly [PREVIOUS_LOG]: File | null;
  readonly [LOG]: File | null;
}

/**
 * Makes a damaged volume sound again; the count never becomes lower than anything on it proves. A crash after any
 * step leaves a volume that holds all bytes, and that a second repair finishes. Rejects with JournalError: `locked`
 * where another process has the volume; and with ReadError.
 */
export async function repairVolume(volume: Volume, options: RepairOptions): Promise<Repair> {
  let lock: Lock | null = null;
  const logs: { [PREVIOUS_LOG]: File | null; [LOG]: File | null } = { [PREVIOUS_LOG]: null, [LOG]: null };
  try {
    if (options.adopt === undefined && (await isMissing(volume))) return unchanged(await examine(volume));
    await readReplica(volume); // a newer format is refused before anything is touched
    lock = await Lock.take(volume, options.holder);
    if (!lock) throw await refusal(volume);
    logs[LOG] = await openIfThere(volume, LOG, 'write');
    if (logs[LOG] && !lockLog(logs[LOG])) throw await refusal(volume);
    logs[PREVIOUS_LOG] = await openIfThere(volume, PREVIOUS_LOG);
    const found = await examine(volume, options.onProgress); // now nobody writes
    const { damage, visits } = found.check;
    const { adopt: count = visits } = options;
    if (count < visits || (count === visits && damage.length === 0)) return unchanged(found);
    const done = await apply(volume, logs, found, count, options.now().toISOString());
    const { check: after } = await examine(volume, options.onProgress);
    return { before: found.check, after, ...done };
  } catch (error) {
    throw error instanceof ReadError ? error : asJournalError(error);
  } finally {
    // All that was written is synced: how a close ends tells nothing, and none may keep the lock.
    await Promise.allSettled([logs[LOG]?.close(), logs[PREVIOUS_LOG]?.close(), lock?.release()]);
  }
}

async function isMissing(volume: Volume): Promise<boolean> {
  const found = await Promise.all([LOG, PREVIOUS_LOG, VIEW, REPLICA].map((name) => volume.stat(name)));
  return found.every((stat) => stat === null);
}

const unchanged = ({ check }: Examination): Repair => ({
  before: check,
  after: check,
  aside: [],
  placeholders: 0,
});

async function refusal(volume: Volume): Promise<JournalError> {
  const holder = await readHolder(volume);
  return new JournalError('locked', {
    detail: holder ? `It is pod ${holder.pod}, boot ${holder.boot}, pid ${holder.pid}.` : undefined,
  });
}

/** First the count, then the copies aside, then the logs: each durable before the next begins. */
async function apply(
  volume: Volume,
  logs: Logs,
  { check, pieces, view, replica }: Examination,
  count: number,
  at: string,
): Promise<Pick<Repair, 'aside' | 'placeholders'>> {
  const plan = planRepair(pieces, count);
  const aside: string[] = [];
  if (view.kind === 'foreign') aside.push(await setAside(volume, VIEW, `${VIEW}.foreign`));
  if (replica.kind === 'unreadable') aside.push(await setAside(volume, REPLICA, `${REPLICA}.foreign`));
  await replaceFile(volume, VIEW, Buffer.from(`${count}\n`));
  const stamp = at.replace(/[-:]|\.\d+/g, '');
  for (const name of [PREVIOUS_LOG, LOG] as const) {
    const ranges = plan.aside.filter(({ file }) => file === name);
    if (ranges.length > 0) aside.push(...(await keepAside(volume, name, logs[name], ranges, check, stamp)));
  }
  const lost = `(lost; see ${aside.find((name) => name.includes('.damaged-')) ?? 'visits fsck'})`;
  const textOf = ({ first }: Lost): string => (first > check.visits ? '(adopted)' : lost);
  for (const name of [PREVIOUS_LOG, LOG] as const) {
    const parts = plan.parts.filter(({ file }) => file === name);
    if (isUntouched(plan, name, parts)) continue;
    if (parts.length === 0 && name === PREVIOUS_LOG) {
      await volume.remove(name);
      await volume.sync();
    } else
      await replaceFile(volume, name, (file) =>
        writeParts(file, logs[name], parts, (lines) => ({ at, text: textOf(lines) })),
      );
  }
  return { aside, placeholders: plan.parts.reduce((sum, part) => sum + lostIn(part), 0) };
}

const isUntouched = (plan: RepairPlan, name: string, parts: readonly Part[]): boolean =>
  plan.aside.every(({ file }) => file !== name) && parts.every(({ kind }) => kind === 'keep');

const lostIn = (part: Part): number => (part.kind === 'lost' ? part.last - part.first + 1 : 0);

/** The bytes one behind the other, and where each range stood. */
async function keepAside(
  volume: Volume,
  name: string,
  log: File | null,
  ranges: readonly Range[],
  { damage }: VolumeCheck,
  stamp: string,
): Promise<string[]> {
  if (!log) return [];
  const bytes = await freeName(volume, `${name}.damaged-${stamp}`);
  await replaceFile(volume, bytes, (file) => copyRanges(log, ranges, file));
  const places = ranges.map(({ start, end }) => ({ offset: start, length: end - start }));
  const index = { file: name, ranges: places, damage: damage.filter(({ file }) => file === name) };
  await replaceFile(volume, `${bytes}.json`, Buffer.from(`${JSON.stringify(index, null, 2)}\n`));
  return [bytes, `${bytes}.json`];
}
