import { type Claim } from '../evidence/claim';
import { place } from '../evidence/alignment';
import { type Evidence } from '../evidence/evidence';
import { type FindingCode } from '../findings/registry';
import { APPS, type App } from '../ledger/entry';
import { type Visit } from '../ledger/ledger';

/** One counter-example, or one reason why there is none to be had. */
export interface Instance {
  readonly code: FindingCode;
  readonly message: string;
  /** `file#line`, the decisive one first. */
  readonly evidence: readonly string[];
  /** When it happened on the ledger's clock, and where: so that it finds its scenario. */
  readonly ms?: number | undefined;
  readonly replica?: string | undefined;
  readonly scenario?: string | undefined;
}

/** A code that could not be checked, of one service or of all. */
export interface Unchecked {
  readonly code: FindingCode;
  readonly why: string;
  readonly app?: App | undefined;
}

export interface Rule {
  /** All that it can find. */
  readonly codes: readonly FindingCode[];
  check(evidence: Evidence, verdict: Verdicts): void;
}

/** Checks each service that was visited. */
export const eachApp =
  (check: (app: App, evidence: Evidence, verdict: Verdicts) => void): Rule['check'] =>
  (evidence, verdict) => {
    const used = APPS.filter((app) => evidence.ledger.visits.some((visit) => visit.app === app));
    for (const app of used) check(app, evidence, verdict);
  };

/** Where a rule leaves what it found. */
export class Verdicts {
  readonly found: Instance[] = [];
  readonly unchecked: Unchecked[] = [];

  find(code: FindingCode, instance: Omit<Instance, 'code'>): void {
    this.found.push({ code, ...instance });
  }

  skip(code: FindingCode, why: string, app?: App): void {
    this.unchecked.push({ code, why, app });
  }
}

export function describe(visit: Visit): string {
  const text = visit.receipt?.text ?? visit.text;
  return `Visit ${visit.seq}${text === undefined ? '' : ` (${text})`}`;
}

export function receiptOf({ receipt }: Visit): string {
  return `${receipt!.replica}/${receipt!.n} ${receipt!.at}`;
}

export function ledgerLine(line: number): string {
  return `ledger.log#${line}`;
}

export function observationLine(line: number): string {
  return `observations.ndjson#${line}`;
}

/** The place on the volume where a reader sees that a count is missing: the last line that is there. */
export function lastLine(claim: Claim): string {
  const last = claim.after?.lines.at(-1);
  return last ? place(last) : `volumes/${claim.name}/after/`;
}
