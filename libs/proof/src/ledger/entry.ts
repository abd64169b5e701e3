/** The two services that count, as the ledger names them. */
export const APPS = ['clock', 'calculator'] as const;
export type App = (typeof APPS)[number];

/** Binds the ledger's milliseconds to a wall clock. `run` and `seed` are words without a space. */
export interface Header {
  readonly run: string;
  readonly seed: string;
  /** ISO 8601: ms 0 of this ledger. */
  readonly startedAt: string;
}

/** Written before the request is sent. */
export interface Intent {
  readonly kind: 'intent';
  /** A positive integer, used once in a ledger. */
  readonly seq: number;
  readonly client: string;
  /** A pod's name, or `service`: any pod, through the Service or the balancer. */
  readonly target: string;
  readonly app: App;
  /** Since the ledger's start, monotonic; written with three decimals. */
  readonly ms: number;
  /** The beginning of the line as the volume will show it (`12 + 34`); a clock's visit has none. */
  readonly text?: string | undefined;
}

/** What a 2xx answer said of the visit: where its line is, and what it holds. */
export interface Receipt {
  readonly replica: string;
  readonly n: number;
  /** The line's own time, as the answer had it. */
  readonly at: string;
  readonly boot: string;
  readonly text?: string | undefined;
}

export interface Acked extends Receipt {
  readonly kind: 'acked';
  readonly seq: number;
  readonly ms: number;
  readonly status: number;
}

/** `refused`: counted for sure not. `unknown`: it may be counted. */
export interface Unanswered {
  readonly kind: 'refused' | 'unknown';
  readonly seq: number;
  readonly ms: number;
  readonly status?: number | undefined;
  /** The service's own code (`disk-full`), or the client's (`ECONNRESET`). */
  readonly code?: string | undefined;
}

/** One request of the open-loop prober: the latency counts from when it should have been sent. */
export interface Probe {
  readonly kind: 'probe';
  readonly ms: number;
  readonly lateMs: number;
  readonly latencyMs: number;
  readonly status?: number | undefined;
}

export interface Mark {
  readonly kind: 'mark';
  readonly ms: number;
  readonly scenario: string;
  /** begin, disrupt, recovered, end, …: see BUNDLE.md. */
  readonly word: string;
  readonly detail?: string | undefined;
}

export type Outcome = Acked | Unanswered;
export type Entry = Intent | Outcome | Probe | Mark;
