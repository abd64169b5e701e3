import { type Visit } from '../ledger/ledger';
import { type LogLine } from '../volume/log';
import { type Claim } from './claim';
import { Clocks } from './clocks';

/** Why an acknowledged visit is not where its receipt says. */
export type Missing =
  | { readonly kind: 'replaced'; readonly claim: Claim; readonly line: LogLine }
  | { readonly kind: 'lost' | 'covered' | 'copy-cut' | 'not-read'; readonly claim: Claim }
  | { readonly kind: 'nobody' };

/** A line that no visit explains. `owner`: the visit whose text it carries. */
export interface Leftover {
  readonly kind: 'refused' | 'repeated' | 'number' | 'foreign';
  readonly claim: Claim;
  readonly line: LogLine;
  readonly owner: Visit | undefined;
}

export interface Accounting {
  /** The visit of each line that a receipt names rightly. */
  readonly visitOf: ReadonlyMap<LogLine, Visit>;
  /** Acknowledged visits without their line. */
  readonly missing: ReadonlyMap<Visit, Missing>;
  /** The lines of visits that nobody answered for, by their text or, without one, by number. */
  readonly matched: ReadonlyMap<Visit, LogLine>;
  readonly leftovers: readonly Leftover[];
  readonly clocks: ReadonlyMap<Claim, Clocks>;
}

export interface Books {
  /** Acknowledged, and nothing excuses their loss. */
  readonly acked: readonly Visit[];
  /** Answered after the power was cut: they may be there. */
  readonly afterCut: readonly Visit[];
  readonly unknown: readonly Visit[];
  readonly byText: ReadonlyMap<string, Visit>;
  readonly claims: readonly Claim[];
  readonly claimsOf: (replica: string) => readonly Claim[];
  readonly startedAt: number;
}

/**
 * Gives each line at most one visit and each visit at most one line: first by receipt, then by text, then by number.
 * By number a line fits every visit that was sent before a moment, so what fits an earlier line fits a later one:
 * taking lines and visits in the order of time is a maximum matching.
 */
export function account(books: Books): Accounting {
  const visitOf = new Map<LogLine, Visit>();
  const missing = new Map<Visit, Missing>();
  for (const visits of [books.acked, books.afterCut]) {
    for (const visit of visits) {
      const claims = books.claimsOf(visit.receipt!.replica);
      const line = findLine(visit, claims);
      if (line) visitOf.set(line, visit);
      else missing.set(visit, whyMissing(visit, claims));
    }
  }
  const clocks = new Map(books.claims.map((claim) => [claim, new Clocks(claim, visitOf, books.startedAt)]));
  const matched = new Map<Visit, LogLine>();
  const leftovers: Leftover[] = [];
  const unnamed: { claim: Claim; line: LogLine }[] = [];
  for (const claim of books.claims) {
    for (const line of claim.lines) {
      if (visitOf.has(line)) continue;
      const owner = ownerOf(line, books.byText);
      if (owner) {
        const kind = owner.outcome === 'refused' ? 'refused' : 'repeated';
        if (kind === 'refused' || matched.has(owner) || (owner.receipt && !missing.has(owner)))
          leftovers.push({ kind, claim, line, owner });
        else matched.set(owner, line);
      } else if (claim.baseline === undefined) continue;
      else if (claim.app === 'clock') unnamed.push({ claim, line });
      else if (claim.app === 'calculator') leftovers.push({ kind: 'foreign', claim, line, owner: undefined });
    }
  }
  const open = [...books.unknown, ...books.afterCut, ...books.acked].filter(
    (visit) => visit.app === 'clock' && (!visit.receipt || missing.has(visit)),
  );
  for (const left of matchByNumber(unnamed, open, clocks, matched))
    leftovers.push({ kind: 'number', ...left, owner: undefined });
  return { visitOf, missing, matched, leftovers, clocks };
}

function findLine(visit: Visit, claims: readonly Claim[]): LogLine | undefined {
  for (const claim of claims)
    for (const line of claim.linesOf(visit.receipt!.n)) if (holds(line, visit)) return line;
  return undefined;
}

function whyMissing(visit: Visit, claims: readonly Claim[]): Missing {
  const [first] = claims;
  if (!first) return { kind: 'nobody' };
  const { n } = visit.receipt!;
  const read = claims.filter(({ after }) => after !== undefined);
  if (!read[0]) return { kind: 'not-read', claim: first };
  const cut = read.find(({ truncated }) => truncated.length > 0);
  if (cut) return { kind: 'copy-cut', claim: cut };
  const other = read.find((claim) => claim.linesOf(n).length > 0);
  if (other) return { kind: 'replaced', claim: other, line: other.linesOf(n)[0]! };
  const covering = read.find((claim) => claim.covers(n));
  return covering ? { kind: 'covered', claim: covering } : { kind: 'lost', claim: read[0] };
}

/** Only known fields are compared; a calculation that was sent is known even where the answer was cut. */
function holds(line: LogLine, { receipt, text }: Visit): boolean {
  if (receipt!.at !== '-' && receipt!.at !== line.at) return false;
  if (receipt!.text !== undefined) return receipt!.text === line.text;
  return text === undefined || line.text.startsWith(`${text} = `);
}

function ownerOf({ text }: LogLine, byText: ReadonlyMap<string, Visit>): Visit | undefined {
  const end = text.indexOf(' = ');
  return end > 0 ? byText.get(text.slice(0, end)) : undefined;
}

function matchByNumber(
  unnamed: readonly { claim: Claim; line: LogLine }[],
  open: readonly Visit[],
  clocks: ReadonlyMap<Claim, Clocks>,
  matched: Map<Visit, LogLine>,
): { claim: Claim; line: LogLine }[] {
  const lines = unnamed.map((entry) => ({
    ...entry,
    latest: clocks.get(entry.claim)!.latestSentMs(entry.line),
  }));
  // Infinity less Infinity is no number.
  lines.sort((a, b) => (a.latest === b.latest ? 0 : a.latest - b.latest));
  const visits = [...open].sort((a, b) => a.sentMs - b.sentMs);
  const left: { claim: Claim; line: LogLine }[] = [];
  let next = 0;
  for (const { claim, line, latest } of lines) {
    const visit = visits[next];
    if (visit && visit.sentMs < latest) {
      matched.set(visit, line);
      next++;
    } else left.push({ claim, line });
  }
  return left;
}
