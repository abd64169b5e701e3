import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Entry,
  formatFacts,
  judge,
  LedgerWriter,
  readVolume,
  type Receipt,
  type Report,
  type Volume,
} from '@visits/proof';

export type { Receipt } from '@visits/proof';

type Files = ReadonlyMap<string, Uint8Array>;

const RUN = 'suite';
/** What a volume holds beside the lock and what was set aside. */
export const VOLUME_FILES = ['visits.log', 'visits.log.1', 'visits.txt', 'replica.json', 'peers.json'];
/** The volume of a set that nobody has visited. */
const EMPTY: Files = new Map([['visits.txt', Buffer.from('0\n')]]);

export interface Verdict {
  /** Each broken promise by its code, with how often. */
  readonly violated: Readonly<Record<string, number>>;
  /** The first of each, in words. */
  readonly messages: readonly string[];
}

/** The verdict of a volume that kept every promise. */
export const innocent: Verdict = { violated: {}, messages: [] };

/**
 * What visitors were answered, as a ledger of libs/proof, whose judge compares it with what the volume holds. A visit is
 * written down before it is sent; what is never answered may be counted.
 */
export class Ledger {
  readonly receipts: Receipt[] = [];
  /** Requests that may have been counted without a receipt: no answer, or 503 `outcome-unknown`. */
  unanswered = 0;
  /** Requests that were refused for sure. */
  refused = 0;
  /** Whose answers prove nothing: the power was cut. */
  isCut = false;
  #entries: Entry[] = [];
  #sent = 0;
  #ended = true;
  #startedAt = new Date();
  #startedMs = performance.now();

  /** Nobody visits `dataDir` while this is made: what it holds then is not ours. */
  constructor(
    dataDir?: string,
    private readonly before: Files = dataDir === undefined ? EMPTY : filesOf(dataDir),
  ) {}

  /** Before it is sent. Gives what its outcome is reported with. */
  send(target = 'pod', ms = this.#ms): number {
    const seq = (this.#sent += 1);
    this.#entries.push({ kind: 'intent', seq, client: 'visitor', target, app: 'clock', ms });
    return seq;
  }

  acked(seq: number, receipt: Receipt, ms = this.#ms): void {
    if (this.isCut) return this.unknown(seq, 'power-cut', ms);
    this.receipts.push(receipt);
    this.#entries.push({ kind: 'acked', seq, ms, status: 200, ...receipt });
  }

  refuse(seq: number, code: string, ms = this.#ms): void {
    this.refused += 1;
    this.#entries.push({ kind: 'refused', seq, ms, code });
  }

  unknown(seq: number, code: string, ms = this.#ms): void {
    this.unanswered += 1;
    this.#entries.push({ kind: 'unknown', seq, ms, code });
  }

  /** All of it up to now; visits go on, so nothing is said of what is on a volume beside them. */
  copy(): Ledger {
    const copy = new Ledger(undefined, this.before);
    copy.receipts.push(...this.receipts);
    copy.#entries = [...this.#entries];
    copy.#startedAt = this.#startedAt;
    copy.#ended = false;
    return copy;
  }

  /** Times are of another clock: ms 0 of it. */
  startedAt(time: Date): void {
    this.#startedAt = time;
  }

  /** `keepBytes`: LOG_KEEP_BYTES, where a rotation may have dropped the oldest lines. */
  judge(dataDir: string, keepBytes?: number): Verdict {
    return this.judgeVolumes([filesOf(dataDir)], keepBytes);
  }

  /** Of visitors whom a Service sent to several pods. */
  judgeVolumes(volumes: readonly Files[], keepBytes?: number): Verdict {
    const files = new Map<string, Uint8Array>([['ledger.log', Buffer.from(this.#text())]]);
    const claims = volumes.map((_, ordinal) => `claim-${ordinal}`);
    for (const [ordinal, claim] of claims.entries()) {
      for (const [name, bytes] of this.before) files.set(`volumes/${claim}/before/${name}`, bytes);
      for (const [name, bytes] of volumes[ordinal]!) files.set(`volumes/${claim}/after/${name}`, bytes);
    }
    const facts = formatFacts({
      ...{ schema: 1, run: RUN, tool: { version: '0' }, scenarios: [] },
      target: { kind: 'local', name: RUN, own: true },
      sets: [{ app: 'clock', name: 'clock', replicas: claims.length, claims }],
      ...(keepBytes !== undefined && { keepBytes }),
    });
    files.set('facts.json', Buffer.from(facts));
    return verdictOf(judge(files), this.#ended);
  }

  get #ms(): number {
    return performance.now() - this.#startedMs;
  }

  #text(): string {
    const writer = new LedgerWriter();
    const header = writer.header({ run: RUN, seed: '0', startedAt: this.#startedAt.toISOString() });
    const lines = this.#entries.map((entry) => writer.entry(entry));
    return [header, ...lines, ...(this.#ended ? [writer.seal()] : [])].join('');
  }
}

/** The rules of a volume. That one of them could not look is no acquittal. */
const RULES = new Set([
  'ACK_LOST',
  'ACK_REPLACED',
  'RECEIPT_TWICE',
  'COUNT_GAP',
  'COUNT_REPEATED',
  'BASELINE_LOST',
  'BAD_COMMIT',
  'ORDER',
  'REPLICA_CHANGED',
]);

function verdictOf({ scenarios, limits }: Report, ended: boolean): Verdict {
  const unchecked = limits.filter(({ code }) => code && (RULES.has(code) || (ended && code === 'EXCESS')));
  if (unchecked.length > 0) throw new Error(`not checked: ${JSON.stringify(unchecked)}`);
  const findings = scenarios.flatMap((scenario) => scenario.findings);
  const violated = findings.filter(({ severity }) => severity === 'violated');
  return {
    violated: Object.fromEntries(violated.map(({ code, count }) => [code, count])),
    messages: violated.map(({ message }) => message),
  };
}

/** What is on a volume, by the judge's own reader. */
function volumeAt(dataDir: string): Volume {
  return readVolume(dataDir, filesOf(dataDir));
}

function filesOf(dataDir: string): Files {
  const there = VOLUME_FILES.filter((name) => existsSync(join(dataDir, name)));
  const files = new Map(there.map((name) => [name, readFileSync(join(dataDir, name))] as const));
  return files.size === 0 ? EMPTY : files;
}

/** `count` by the last line; `view` of visits.txt: the same on a volume in order, without a torn or damaged line. */
export function heldBy(dataDir: string): { lines: number; count: number; view: number | null } {
  const { lines, view, torn, damage } = volumeAt(dataDir);
  if (torn || damage.length > 0) throw new Error(`not whole: ${JSON.stringify({ torn, damage })}`);
  return { lines: lines.length, count: lines.at(-1)?.n ?? 0, view: view ?? null };
}
