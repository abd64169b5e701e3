import { checkVolume, type JOURNAL_ERRORS, readVolume, readVisits, type JournalError } from '../src/index';
import { SimulatedDisk } from '../src/testing';
import { journalOn, SWIFT } from './harness';
import type { Files } from './specimen';

/** What the design demands of a volume in such a state; what it leaves open is left out. */
export interface Expected {
  readonly least: number;
  /** The same as `least` where it is left out. */
  readonly most?: number;
  /** Reported by the journal that opens it. */
  readonly damage?: boolean;
  /** Reported by a full check before anything opened it; the opening must not make that better or worse. */
  readonly found?: boolean;
  readonly tornBytes?: number;
  readonly refused?: keyof typeof JOURNAL_ERRORS;
}

const READ_CODES = ['missing', 'permission', 'io-error', 'format-unknown', 'damaged'];
/** Written anew at each opening, for people. */
const NOT_KEPT = ['LOCK'];

/** Checks, reads, opens, counts one more, closes, checks: everything that is wrong with it, as sentences. */
export async function survive(files: Files, expected: Expected): Promise<string[]> {
  const disk = new SimulatedDisk();
  for (const [name, bytes] of Object.entries(files)) disk.place(name, bytes);
  const wrong: string[] = [];
  const claim = (holds: boolean, what: string): void => void (holds || wrong.push(what));
  const { least, most = least, refused } = expected;
  const within = (n: number): boolean => n >= least && n <= most;

  const before = await named(claim, () => readVolume(disk.mount()), READ_CODES);
  const checked = await named(claim, () => checkVolume(disk.mount()), READ_CODES);
  if (before) claim(within(before.visits), `the reader says ${before.visits}`);
  if (checked) claim(within(checked.visits), `the check says ${checked.visits}`);
  if (checked && expected.found !== undefined)
    claim(checked.damage.length > 0 === expected.found, `the check finds ${JSON.stringify(checked.damage)}`);
  if (checked && expected.tornBytes !== undefined)
    claim(checked.tornBytes === expected.tornBytes, `the check sees ${checked.tornBytes} torn bytes`);

  const journal = journalOn(disk.mount(), { timings: { ...SWIFT, checkMs: 2 ** 30, backoffMinMs: 2 ** 30 } });
  journal.start();
  while (!['open', 'failed'].includes(journal.status().state)) await new Promise(setImmediate);
  const { state, reason, visits, damage, tornBytes } = journal.status();
  if (refused !== undefined || state !== 'open') {
    claim(state === 'failed' && reason?.code === refused, `${state}, ${reason?.message}`);
    await journal.close();
    for (const [name, bytes] of Object.entries(files))
      if (!NOT_KEPT.includes(name)) claim(disk.content(name)?.equals(bytes) ?? false, `${name} was touched`);
    return wrong;
  }
  claim(within(visits), `the journal says ${visits}`);
  if (before) claim(before.visits === visits, `the reader said ${before.visits}, the journal ${visits}`);
  if (checked) claim(checked.visits === visits, `the check said ${checked.visits}, the journal ${visits}`);
  if (expected.damage !== undefined)
    claim(damage.length > 0 === expected.damage, `the journal reports ${JSON.stringify(damage)}`);
  if (checked)
    claim(damage.length === 0 || checked.damage.length > 0, 'the journal reported damage, the check did not');
  if (expected.tornBytes !== undefined)
    claim(tornBytes === expected.tornBytes, `the journal cut ${tornBytes} bytes`);
  const next = await journal.append('one more').catch((error: JournalError) => error);
  claim('n' in next && next.n === visits + 1, `the next visit: ${JSON.stringify(next)}`);
  await journal.close();
  wrong.push(...missingBytes(disk, files));

  const after = await readVolume(disk.mount());
  claim(after.visits === visits + 1, `afterwards the reader says ${after.visits}`);
  const page = await readVisits(disk.mount(), { after: visits, limit: 10 });
  claim(page.items.length === 1 && page.items[0]?.text === 'one more', 'the history does not end with it');
  const last = await checkVolume(disk.mount());
  claim(last.visits === visits + 1, `afterwards the check says ${last.visits}`);
  if (expected.found === false) claim(last.damage.length === 0, `left: ${JSON.stringify(last.damage)}`);
  return wrong;
}

/** Every byte that was there is somewhere still, save a count that was understood. */
function missingBytes(disk: SimulatedDisk, files: Files): string[] {
  const wrong: string[] = [];
  const content = (name: string): Buffer => disk.content(name) ?? Buffer.alloc(0);
  for (const [name, bytes] of Object.entries(files)) {
    if (NOT_KEPT.includes(name)) continue;
    if (name === 'visits.txt' && /^\s*\d*\s*$/.test(bytes.toString('latin1'))) continue;
    const now = content(name);
    const kept =
      now.subarray(0, bytes.length).equals(bytes) ||
      content(`${name}.foreign`).equals(bytes) ||
      (name === 'visits.log' && isTornOff(bytes, now, content('visits.log.torn')));
    if (!kept) wrong.push(`bytes of ${name} are gone`);
  }
  return wrong;
}

const isTornOff = (bytes: Buffer, now: Buffer, torn: Buffer): boolean => {
  const start = bytes.length - torn.length;
  return (
    start >= 0 &&
    bytes.subarray(start).equals(torn) &&
    now.subarray(0, start).equals(bytes.subarray(0, start))
  );
};

/** A call may fail, but only with a name that is documented. */
async function named<T>(
  claim: (holds: boolean, what: string) => void,
  call: () => Promise<T>,
  codes: readonly string[],
): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    const { name, code } = error as { name?: string; code?: string };
    claim(name === 'ReadError' && codes.includes(code ?? ''), `unnamed: ${String(error)}`);
    return null;
  }
}
