import { type App, expression, type Met, type Outcome } from '@visits/proof';
import type { RunClock } from '../run-clock';
import { exchange } from './exchange';
import type { LedgerFile } from './ledger-file';
import { LOCAL_BALANCER_CODES, outcomeOf } from './outcome';

/** Longer than the 5 s after which the journal says of a hung disk that the outcome is unknown. */
const VISIT_TIMEOUT_MS = 10_000;
const SECOND_MS = 1_000;

/** Where a visit is sent. */
export interface Door {
  readonly app: App;
  /** A pod's name, or `service`. */
  readonly target: string;
  readonly origin: string;
}

export interface VisitsOptions {
  readonly run: string;
  readonly challenge: string;
  readonly clock: RunClock;
  readonly ledger: LedgerFile;
}

/** An acknowledged visit: when, and by which process. */
export interface Answered {
  readonly ms: number;
  readonly app: App;
  readonly replica: string;
  readonly boot: string;
}

/** A process that was to end. */
export interface Ended {
  readonly app: App;
  readonly pod: string;
  readonly boot: string;
  /** When that was asked for, on the ledger's clock. */
  readonly ms: number;
  /** Its volume was cut then: what it answers from there on proves nothing. */
  readonly cut: boolean;
}

/** Makes visits and writes down each one: first what it will ask, then what became of it. */
export class Visits {
  #seq = 0;
  readonly #inFlight = new Map<number, Door>();
  readonly #answered: Answered[] = [];
  /** Visits whose outcome is not known. */
  readonly #unknown: { readonly door: Door; readonly sentMs: number; readonly ms: number }[] = [];
  readonly counts = { acked: 0, refused: 0, unknown: 0 };

  constructor(private readonly options: VisitsOptions) {}

  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** Visits under way to one pod by its own address. */
  inFlightTo(target: string): number {
    return [...this.#inFlight.values()].filter((door) => door.target === target).length;
  }

  inFlightByTarget(): Record<string, number> {
    const byTarget: Record<string, number> = {};
    for (const { target } of this.#inFlight.values()) byTarget[target] = (byTarget[target] ?? 0) + 1;
    return byTarget;
  }

  /** The newest first. */
  *answeredSince(ms: number): Generator<Answered> {
    for (let at = this.#answered.length - 1; at >= 0 && this.#answered[at]!.ms >= ms; at--)
      yield this.#answered[at]!;
  }

  /** How many visits a process has acknowledged since `ms`. */
  ackedSince(ms: number, of: { app: App; boot?: string }): number {
    let count = 0;
    for (const answer of this.answeredSince(ms))
      if (answer.app === of.app && (of.boot === undefined || answer.boot === of.boot)) count++;
    return count;
  }

  /** What has met the end of a process so far, counted as the judge does. */
  metBy({ app, pod, boot, ms: askedMs, cut }: Ended): Met {
    const own = this.#answered.filter((answer) => answer.app === app && answer.boot === boot);
    const last = own.at(-1);
    const endMs = cut ? askedMs : Math.max(askedMs, last?.ms ?? 0);
    const after = this.#answered.filter(
      (answer) => answer.replica === last?.replica && answer.boot !== boot && answer.ms > endMs,
    );
    const successorMs = after[0]?.ms ?? Infinity;
    const unknown = this.#unknown.filter(
      ({ door, sentMs, ms }) =>
        door.app === app &&
        (door.target === pod || door.target === 'service') &&
        sentMs <= successorMs &&
        ms >= endMs,
    );
    return {
      ackedBefore: own.filter(({ ms }) => ms <= endMs && ms > endMs - SECOND_MS).length,
      inFlight: unknown.length + own.filter(({ ms }) => ms > endMs).length,
      ackedAfter: after.length,
    };
  }

  async visit(client: string, door: Door): Promise<Outcome> {
    const { run, challenge, clock, ledger } = this.options;
    const { app, target, origin } = door;
    const seq = ++this.#seq;
    const text = app === 'calculator' ? expression({ challenge, run, client, seq }) : undefined;
    const sentMs = clock.ms;
    ledger.write({ kind: 'intent', seq, client, target, app, ms: sentMs, text });
    this.#inFlight.set(seq, door);
    const seen = await exchange({ origin, timeoutMs: VISIT_TIMEOUT_MS, ...questionOf(text) });
    this.#inFlight.delete(seq);
    const ms = clock.ms;
    const notSentOn = target === 'service' ? LOCAL_BALANCER_CODES : undefined;
    const outcome = outcomeOf({ seq, ms, app }, seen, notSentOn);
    ledger.write(outcome);
    this.counts[outcome.kind]++;
    if (outcome.kind === 'acked')
      this.#answered.push({ ms, app, replica: outcome.replica, boot: outcome.boot });
    if (outcome.kind === 'unknown') this.#unknown.push({ door, sentMs, ms });
    return outcome;
  }
}

function questionOf(text: string | undefined) {
  const headers = { accept: 'application/json', 'user-agent': 'visits-verify' };
  if (text === undefined) return { method: 'GET', path: '/', headers } as const;
  const json = { ...headers, 'content-type': 'application/json' };
  return {
    method: 'POST',
    path: '/calculations',
    headers: json,
    body: JSON.stringify({ expression: text }),
  } as const;
}
