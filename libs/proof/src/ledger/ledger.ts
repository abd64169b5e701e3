import { type App, type Header, type Mark, type Probe, type Receipt } from './entry';

/** An intent with what became of it. Lines count from 1, so that evidence can say `ledger.log#17`. */
export interface Visit {
  readonly seq: number;
  readonly line: number;
  readonly client: string;
  readonly target: string;
  readonly app: App;
  readonly sentMs: number;
  readonly text: string | undefined;
  /** `unknown` as long as nothing answers it. */
  outcome: 'acked' | 'refused' | 'unknown';
  answerLine: number | undefined;
  answeredMs: number | undefined;
  status: number | undefined;
  code: string | undefined;
  receipt: Receipt | undefined;
}

export type LedgerProblemKind =
  'unreadable' | 'repeated-intent' | 'orphan-outcome' | 'second-outcome' | 'answered-before-sent';

export interface LedgerProblem {
  readonly line: number;
  readonly kind: LedgerProblemKind;
}

export interface Ledger {
  readonly header: Header;
  readonly visits: readonly Visit[];
  readonly probes: readonly Probe[];
  readonly marks: readonly (Mark & { readonly line: number })[];
  /** The last line is a `z` that fits all before it. Otherwise nothing is concluded beyond what stands. */
  readonly sealed: boolean;
  /** After the last LF: dropped. */
  readonly droppedBytes: number;
  readonly lines: number;
  readonly problems: readonly LedgerProblem[];
}
