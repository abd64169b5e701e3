import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { type Files, type Moment } from '../bundle/bundle';
import { type FactsInput, formatFacts } from '../bundle/facts';
import { formatObservation, type Observation } from '../bundle/observations';
import { type App, type Entry } from '../ledger/entry';
import { LedgerWriter } from '../ledger/writer';

export interface DraftLine {
  readonly n: number;
  readonly at: string;
  readonly text: string;
}

export interface DraftVolume {
  readonly lines: readonly DraftLine[];
  replica?: { readonly replica: string; readonly base: number; readonly createdAt: string } | undefined;
  /** visits.txt; what the lines say unless it is given. */
  view?: number | undefined;
  /** How many of the lines are in visits.log.1. */
  rotated?: number;
  /** How many lines each commit has, in turn. */
  readonly commits?: readonly number[];
  /** Bytes behind the last commit. */
  readonly torn?: string;
}

/** A bundle in the making, as a run would write it. */
export class Draft {
  readonly entries: Entry[] = [];
  readonly observations: Observation[] = [];
  readonly #volumes = new Map<string, Map<string, Uint8Array>>();
  facts: FactsInput | undefined;

  constructor(readonly header: { run: string; seed: string; startedAt: string }) {}

  volume(claim: string, when: Moment, volume: DraftVolume): void {
    this.#volumes.set(`volumes/${claim}/${when}`, volumeFiles(claim, volume));
  }

  /** Says of each volume what a run says that read it. */
  reads(app: App, claim: string, ms = 0): void {
    for (const when of ['before', 'after'] as const) {
      const held = this.#volumes.get(`volumes/${claim}/${when}`);
      if (!held) continue;
      const files = [...held].map(([name, bytes]) => ({
        name,
        size: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      }));
      this.observations.push({ kind: 'read', ms, app, claim, when, ok: true, files });
    }
  }

  files(): Map<string, Uint8Array> & Files {
    const writer = new LedgerWriter();
    const ledger = [
      writer.header(this.header),
      ...this.entries.map((entry) => writer.entry(entry)),
      writer.seal(),
    ];
    const files = new Map<string, Uint8Array>([['ledger.log', Buffer.from(ledger.join(''))]]);
    if (this.observations.length > 0)
      files.set('observations.ndjson', Buffer.from(this.observations.map(formatObservation).join('')));
    if (this.facts) files.set('facts.json', Buffer.from(formatFacts(this.facts)));
    for (const [directory, held] of this.#volumes)
      for (const [name, bytes] of held) files.set(`${directory}/${name}`, bytes);
    return files;
  }
}

function volumeFiles(claim: string, volume: DraftVolume): Map<string, Uint8Array> {
  const { lines, replica, view = lines.at(-1)?.n ?? 0, rotated = 0, commits = [1], torn = '' } = volume;
  const files = new Map<string, Uint8Array>();
  if (rotated > 0) files.set('visits.log.1', Buffer.from(logOf(lines.slice(0, rotated), commits)));
  if (lines.length > rotated || torn !== '')
    files.set('visits.log', Buffer.from(logOf(lines.slice(rotated), commits) + torn));
  files.set('visits.txt', Buffer.from(`${view}\n`));
  if (replica)
    files.set(
      'replica.json',
      Buffer.from(JSON.stringify({ format: 1, ...replica, pod: claim.slice(7), claim })),
    );
  return files;
}

/** By FORMAT.md: the last line of a commit carries how many lines it has, and their checksum. */
export function logOf(lines: readonly DraftLine[], commits: readonly number[] = [1]): string {
  let log = '';
  for (let from = 0, i = 0; from < lines.length; i++) {
    const commit = lines.slice(from, from + commits[i % commits.length]!);
    const open = commit.map(({ n, at, text }) => `${at} ${n} ${escape(text)}`).join('\n');
    const covered = `${open} #${commit.length}:`;
    log += `${covered}${crc32(covered).toString(16).padStart(8, '0')}\n`;
    from += commit.length;
  }
  return log;
}

function escape(text: string): string {
  // eslint-disable-next-line no-control-regex -- what FORMAT.md escapes
  return text.replace(/\\|[\u0000-\u001f\u007f-\u009f]|(?<=^| )#/g, (character) =>
    character === '\\' ? '\\\\' : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
