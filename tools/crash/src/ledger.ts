import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a client was given for one counted visit. */
export interface Receipt {
  replica: string;
  n: number;
  at: string;
  boot: string;
}

interface Line {
  n: number;
  at: string;
}

export interface Verdict {
  lines: number;
  count: number;
  /** Receipts that the log does not hold with the same number and time: each one is a lost promise. */
  lost: Receipt[];
  /** Numbers given to two visitors. */
  doubled: number[];
  /** Numbers after which the log does not go on with the next one. */
  gaps: number[];
  /** Lines beyond what clients may have caused: receipts + answers that never came. */
  surplus: number;
  /** visits.txt, or null when it is missing. */
  view: number | null;
}

export interface Circumstances {
  /** The count before the first visit of this ledger. */
  base?: number;
  /** Rotations have dropped the oldest lines: what is kept is judged. */
  rotated?: boolean;
}

const line = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([1-9]\d*) (.*)$/;

/**
 * The oracle: it keeps what clients were told and compares it with what the volume holds. It knows the format only
 * as FORMAT.md tells it to people, and uses nothing of the journal that it judges.
 */
export class Ledger {
  readonly receipts: Receipt[] = [];
  /** Requests that may have been counted without a receipt: no answer, or 503 `outcome-unknown`. */
  unanswered = 0;
  /** Requests that were refused for sure. */
  refused = 0;

  add(receipt: Receipt): void {
    this.receipts.push(receipt);
  }

  /** What came after the first `count` receipts could not have been told: it may be counted, or not. */
  retractAfter(count: number): void {
    this.unanswered += this.receipts.splice(count).length;
  }

  judge(dataDir: string, { base = 0, rotated = false }: Circumstances = {}): Verdict {
    const lines = linesOf(dataDir);
    const firstKept = rotated ? (lines[0]?.n ?? 0) : 0;
    const byNumber = new Map(lines.map((one) => [one.n, one]));
    const seen = new Set<number>();
    const doubled: number[] = [];
    for (const { n } of this.receipts) {
      if (seen.has(n)) doubled.push(n);
      seen.add(n);
    }
    const gaps = lines.filter((one, i) => i > 0 && one.n !== lines[i - 1]!.n + 1).map((one) => one.n);
    const count = lines.at(-1)?.n ?? base;
    return {
      lines: lines.length,
      count,
      lost: this.receipts.filter(({ n, at }) => n >= firstKept && byNumber.get(n)?.at !== at),
      doubled,
      gaps,
      surplus: Math.max(0, count - base - this.receipts.length - this.unanswered),
      view: viewOf(dataDir),
    };
  }
}

/** The verdict of a volume that kept every promise. */
export const innocent = { lost: [], doubled: [], gaps: [], surplus: 0 };

export function viewOf(dataDir: string): number | null {
  const path = join(dataDir, 'visits.txt');
  return existsSync(path) ? Number(readFileSync(path, 'utf8')) : null;
}

function linesOf(dataDir: string): Line[] {
  const text = ['visits.log.1', 'visits.log']
    .map((name) => join(dataDir, name))
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, 'utf8'))
    .join('');
  if (text !== '' && !text.endsWith('\n')) throw new Error('the log ends in the middle of a line');
  return text
    .split('\n')
    .slice(0, -1)
    .map((one) => {
      const [, at, n] = line.exec(one) ?? [];
      if (at === undefined) throw new Error(`not a line of the log: ${JSON.stringify(one)}`);
      return { n: Number(n), at };
    });
}
