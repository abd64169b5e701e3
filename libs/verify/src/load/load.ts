import type { App, Met, Outcome } from '@visits/proof';
import type { Seen } from '../bundle/observations';
import type { RunClock } from '../run-clock';
import type { Exchange, Question } from '../writer/exchange';
import type { Resolved } from '../writer/resolve';
import type { Door, Ended } from '../writer/visits';

/** What a load knows of its run. */
export interface LoadOptions {
  readonly run: string;
  readonly seed: string;
  readonly challenge: string;
  /** Visits a second around a disruption. */
  readonly rate: number;
  readonly clock: RunClock;
  /** Where the ledger is written; nothing is there yet. */
  readonly ledgerPath: string;
  see(seen: Seen): void;
}

/** An answer, and when its question was sent and answered, on the ledger's clock. */
export interface Asked extends Exchange {
  readonly sentMs: number;
  readonly ms: number;
}

/**
 * The load of a run, and each request that the run itself makes: all of them leave from where the writer is, in this
 * process or in a pod. Nothing here repeats a visit.
 */
export interface Load {
  /** Resolves when the writer stands ready; from then on the run's clock is the ledger's. */
  open(doors: readonly Door[]): Promise<void>;
  /** Clients on each door, at a fifth of the rate; a prober on each Service. */
  start(): void;
  calm(): void;
  full(): void;
  /** No new visit; what is in flight goes on. */
  pause(): void;
  /** For how long the load has been at its full rate. */
  readonly fullMs: number;
  /** Probes answered with 200 without a break, up to now. */
  readonly goodProbes: number;
  /** Visits under way. */
  readonly inFlight: number;
  inFlightTo(target: string): number;
  /** Visits that a process has acknowledged in the last second. */
  ackedLately(of: ProcessName): number;
  /** What has met the end of a process so far; null where an older writer does not tell. */
  metBy(ended: Ended): Promise<Met | null>;
  /** A target has another address now. */
  move(door: Door): void;
  /** More clients on one target until the returned function is called; without a rate as fast as it answers. */
  burst(door: Door, perSecond?: number): () => Promise<void>;
  visit(client: string, door: Door): Promise<Outcome>;
  ask(question: Question): Promise<Asked>;
  resolve(name: string, type: 'A' | 'SRV'): Promise<Resolved>;
  mark(scenario: string, word: string, detail?: string): void;
  /** Resolves when the last visit in flight has ended; questions are still answered. */
  stop(): Promise<void>;
  /** Seals the ledger and puts it into the bundle. */
  close(): Promise<void>;
  /** Aborted, with the reason, when the writer is gone for good: what it would have seen is not known. */
  readonly lost: AbortSignal;
  /** How far the run's clock may be from the ledger's. */
  readonly clockErrorMs: number;
}

export interface ProcessName {
  readonly app: App;
  readonly boot?: string | undefined;
}
