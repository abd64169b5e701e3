import { type App } from '../ledger/entry';
import { type Behaviour } from './behaviour';
import { type DraftLine } from './draft';
import { type Random } from './random';

export interface SimulatedLine extends DraftLine {
  readonly ms: number;
}

export type Answer =
  | { readonly kind: 'acked'; readonly ms: number; readonly line: SimulatedLine; readonly n: number }
  | { readonly kind: 'refused' | 'unknown'; readonly ms: number; readonly code: string };

const RESTART_MS = 250;

/** One pod with its volume: commits one visit after the other, dies once, and comes back with what is durable. */
export class SimulatedPod {
  lines: SimulatedLine[];
  readonly before: readonly SimulatedLine[];
  boot: string;
  replica: string;
  /** When that id was made. */
  createdMs = -90_000;
  killedAt = Infinity;
  offsetMs: number;
  #count: number;
  #otherCount: number | undefined;
  #busyUntil = 0;

  constructor(
    readonly name: string,
    readonly app: App,
    readonly adopted: number,
    before: readonly SimulatedLine[],
    private readonly random: Random,
    private readonly lie: Behaviour,
    private readonly iso: (ms: number) => string,
  ) {
    this.before = before;
    this.lines = [...before];
    this.#count = before.at(-1)?.n ?? adopted;
    this.boot = `${name}-a`;
    this.replica = `${name}-volume`;
    this.offsetMs = random.chance(0.5) ? random.between(-200, 200) : 0;
  }

  isDown(ms: number): boolean {
    return ms > this.killedAt && ms < this.killedAt + RESTART_MS;
  }

  countAt(ms: number): number {
    const line = this.lines.findLast((held) => held.ms <= ms);
    return line?.n ?? this.adopted;
  }

  /** Nothing that was answered before it may be answered after it. */
  kill(ms: number): void {
    this.killedAt = Math.max(ms, this.#busyUntil);
  }

  serve(arrivedMs: number, text: string): Answer {
    const { random, lie } = this;
    if (this.isDown(arrivedMs)) return { kind: 'refused', ms: arrivedMs + 0.2, code: 'ECONNREFUSED' };
    if (arrivedMs > this.killedAt && this.boot.endsWith('a')) this.#restart();
    const dying = arrivedMs <= this.killedAt && this.killedAt < Infinity;
    if (!dying && random.chance(lie.countsRefused ? 0.05 : 0.01)) {
      if (lie.countsRefused) this.#commit(arrivedMs, text);
      return { kind: 'refused', ms: arrivedMs + 1, code: 'disk-full' };
    }
    const last = this.lines.at(-1);
    if (last && last.ms > 0 && random.chance(lie.sharesReceipts ?? 0))
      return { kind: 'acked', ms: arrivedMs + 1, line: { ...last, text }, n: last.n };
    const committedMs = Math.max(arrivedMs + random.between(0.3, 1.5), this.#busyUntil);
    const answeredMs = committedMs + random.between(0.1, 0.6);
    if (dying && committedMs > this.killedAt)
      return { kind: 'unknown', ms: this.killedAt + random.between(0.1, 2), code: 'ECONNRESET' };
    const line = this.#commit(committedMs, text);
    if (random.chance(lie.countsTwice ?? 0)) this.#commit(committedMs + 0.1, text);
    if (dying && answeredMs > this.killedAt)
      return { kind: 'unknown', ms: this.killedAt + random.between(0.1, 2), code: 'ECONNRESET' };
    this.#busyUntil = Math.max(this.#busyUntil, answeredMs);
    return {
      kind: 'acked',
      ms: answeredMs,
      line,
      n: line.n + (random.chance(lie.receiptsOff ?? 0) ? -1 : 0),
    };
  }

  /** A line that no visit of ours asked for. */
  countForeign(ms: number, text: string): void {
    if (!this.isDown(ms) && (ms <= this.killedAt || !this.boot.endsWith('a'))) this.#commit(ms, text);
  }

  #commit(ms: number, text: string): SimulatedLine {
    const { lie, random } = this;
    const other = this.#otherCount !== undefined && random.chance(0.5);
    const step = random.chance(lie.skipsCounts ?? 0) ? 2 : 1;
    const n = (other ? this.#otherCount! : this.#count) + step;
    if (other) this.#otherCount = n;
    else this.#count = n;
    const committed = Math.max(ms, (this.lines.at(-1)?.ms ?? 0) + 0.02);
    const line = { n, at: this.iso(committed + this.offsetMs), text, ms: committed };
    this.lines.push(line);
    this.#busyUntil = Math.max(this.#busyUntil, committed);
    return line;
  }

  #restart(): void {
    const { lie } = this;
    this.boot = this.boot.replace(/a$/, 'b');
    const lost = lie.losesBeforeKillMs ?? 0;
    const kept = this.lines.filter(({ ms }) => lost === 0 || ms <= Math.max(0, this.killedAt - lost));
    this.lines = kept.slice(0, kept.length - (lie.cutsAtRestart ?? 0));
    if (lie.restartsLog) this.lines = [];
    this.#count = this.lines.at(-1)?.n ?? (lie.restartsLog ? 0 : this.adopted);
    if (lie.restartsBelow) this.#count = Math.max(0, this.#count - lie.restartsBelow);
    if (lie.rewritesId) {
      this.replica = `${this.name}-another`;
      this.createdMs = this.killedAt;
    }
    if (lie.twoWriters) this.#otherCount = this.#count;
    if (lie.clockStepsMs) this.offsetMs += lie.clockStepsMs;
  }
}
