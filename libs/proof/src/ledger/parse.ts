import { createHash } from 'node:crypto';
import { copyOf } from '../copy-of';
import { InputError } from '../input-error';
import { type Entry, type Mark, type Outcome, type Probe } from './entry';
import { LEDGER_VERSION } from './format';
import { type Ledger, type LedgerProblem, type LedgerProblemKind, type Visit } from './ledger';
import { parseEntry, parseHeader } from './parse-entry';

const LF = 0x0a;
const SEAL = /^z (\d+) ([0-9a-f]{64})$/;

/** Reads what stands, and says what does not fit; refuses only what is no ledger of this version. */
export function parseLedger(bytes: Uint8Array): Ledger {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = buffer.lastIndexOf(LF) + 1;
  const first = buffer.indexOf(LF);
  const header = parseHeader(buffer.toString('utf8', 0, Math.max(first, 0)));
  if (!header) throw new InputError('ledger-unreadable');
  if (header.version !== LEDGER_VERSION)
    throw new InputError('ledger-version', { detail: `Version ${header.version}.` });

  const reading = new Reading();
  let line = 1;
  let sealed = false;
  // Line by line: the whole as one text would stay in memory beside what is read from it.
  for (let from = first + 1; from < end;) {
    const to = buffer.indexOf(LF, from);
    const content = buffer.toString('utf8', from, to);
    line++;
    if (to + 1 === end && SEAL.test(content)) sealed = fits(content, line - 1, buffer, end);
    else reading.take(parseEntry(content), line);
    from = to + 1;
  }
  const { run, seed, startedAt } = header;
  const droppedBytes = buffer.length - end;
  return {
    header: { run, seed, startedAt },
    visits: reading.visits,
    probes: reading.probes,
    marks: reading.marks,
    // Bytes behind the seal are not what was sealed.
    sealed: sealed && droppedBytes === 0,
    droppedBytes,
    lines: line,
    problems: reading.problems,
  };
}

function fits(seal: string, linesBefore: number, buffer: Buffer, end: number): boolean {
  const [, lines, digest] = SEAL.exec(seal)!;
  const before = buffer.subarray(0, end - Buffer.byteLength(seal) - 1);
  return Number(lines) === linesBefore && createHash('sha256').update(before).digest('hex') === digest;
}

class Reading {
  readonly visits: Visit[] = [];
  readonly probes: Probe[] = [];
  readonly marks: (Mark & { line: number })[] = [];
  readonly problems: LedgerProblem[] = [];
  /** Only those that do not stand at their number's own place, as a writer's do. */
  readonly #elsewhere = new Map<number, Visit>();
  readonly #words = new Map<string, string>();

  take(entry: Entry | undefined, line: number): void {
    if (!entry) return this.#problem(line, 'unreadable');
    if (entry.kind === 'probe') this.probes.push(entry);
    else if (entry.kind === 'mark') this.marks.push({ ...entry, line });
    else if (entry.kind !== 'intent') this.#answer(entry, line);
    else if (this.#visit(entry.seq)) this.#problem(line, 'repeated-intent');
    else {
      const { seq, client, target, app, ms, text } = entry;
      const visit: Visit = {
        seq,
        line,
        client: this.#word(client),
        target: this.#word(target),
        app,
        sentMs: ms,
        text: text && copyOf(text),
        outcome: 'unknown',
        answerLine: undefined,
        answeredMs: undefined,
        status: undefined,
        code: undefined,
        receipt: undefined,
      };
      if (this.visits.push(visit) !== seq) this.#elsewhere.set(seq, visit);
    }
  }

  #answer(outcome: Outcome, line: number): void {
    const visit = this.#visit(outcome.seq);
    if (!visit) return this.#problem(line, 'orphan-outcome');
    if (visit.answerLine !== undefined) return this.#problem(line, 'second-outcome');
    if (outcome.ms < visit.sentMs) this.#problem(line, 'answered-before-sent');
    visit.outcome = outcome.kind;
    visit.answerLine = line;
    visit.answeredMs = outcome.ms;
    visit.status = outcome.status;
    if (outcome.kind === 'acked') {
      const { replica, n, at, boot, text } = outcome;
      visit.receipt = {
        replica: this.#word(replica),
        n,
        at: copyOf(at),
        boot: this.#word(boot),
        text: text && copyOf(text),
      };
    } else visit.code = outcome.code;
  }

  #visit(seq: number): Visit | undefined {
    const visit = this.visits[seq - 1];
    return visit?.seq === seq ? visit : this.#elsewhere.get(seq);
  }

  /** A few names stand on every line: one string each saves half of a large ledger's memory. */
  #word(word: string): string {
    const known = this.#words.get(word);
    if (known === undefined) this.#words.set(word, word);
    return known ?? word;
  }

  #problem(line: number, kind: LedgerProblemKind): void {
    this.problems.push({ line, kind });
  }
}
