import type { Visit } from '../src/index';
import { SimulatedDisk } from '../src/testing';
import { opened } from './harness';

/** The files of a volume that nobody uses, by name. */
export type Files = Readonly<Record<string, Buffer>>;

/** One commit, found by its trailer alone: an escaped text never holds ` #`. */
export interface Place {
  readonly start: number;
  readonly end: number;
  readonly first: number;
  readonly last: number;
}

export interface Specimen {
  readonly files: Files;
  readonly visits: readonly Visit[];
  /** Of visits.log, and of visits.log.1. */
  readonly log: readonly Place[];
  readonly previous: readonly Place[];
}

const long = 'Ж'.repeat(256);
/** Commits of one and of several visits; texts that need escapes, the longest text, an empty one. */
const BURSTS: readonly (readonly string[])[] = [
  ['3 + 4 = 7'],
  ['16:45:04 Europe/Moscow', 'C:\\temp\n', '# 1:00000000'],
  ['a line \n2026-11-21T13:45:04.123Z 99 with a head', ''],
  [long],
  ['five', 'six', 'seven', 'eight #1:deadbeef', 'nine'],
  ['ten', 'eleven'],
  ['twelve'],
];

/** A volume as a real journal leaves it. With `keepBytes` it rotates on the way. */
export async function makeSpecimen(keepBytes?: number, bursts = BURSTS): Promise<Specimen> {
  const disk = new SimulatedDisk();
  const journal = await opened(disk.mount(), { keepBytes, newReplicaId: () => 'replica-1' });
  const visits: Visit[] = [];
  for (const texts of bursts) visits.push(...(await Promise.all(texts.map((text) => journal.append(text)))));
  await journal.close();
  const files = Object.fromEntries(disk.names.map((name) => [name, disk.content(name) as Buffer]));
  const [log, previous] = [commitsOf(files['visits.log']), commitsOf(files['visits.log.1'])];
  return { files, visits, log, previous };
}

function commitsOf(bytes: Buffer = Buffer.alloc(0)): Place[] {
  const commits: Place[] = [];
  let start = 0;
  for (const [whole, trailer] of bytes.toString('latin1').matchAll(/[^\n]* #(\d+:[0-9a-f]{8})\n|[^\n]*\n/g)) {
    const at = commits.length === 0 ? 0 : (commits.at(-1) as Place).end;
    start += whole.length;
    if (!trailer) continue;
    const last = Number(whole.split(' ')[1]);
    commits.push({ start: at, end: start, first: last + 1 - Number.parseInt(trailer, 10), last });
  }
  return commits;
}

export const cut = (bytes: Buffer, size: number): Buffer => bytes.subarray(0, size);

export function flip(bytes: Buffer, at: number, bit: number): Buffer {
  const flipped = Buffer.from(bytes);
  flipped[at] = (flipped[at] as number) ^ (1 << bit);
  return flipped;
}

export function without(files: Files, ...names: string[]): Files {
  return Object.fromEntries(Object.entries(files).filter(([name]) => !names.includes(name)));
}
