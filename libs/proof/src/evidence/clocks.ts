import { type Visit } from '../ledger/ledger';
import { type LogLine } from '../volume/log';
import { instantOf } from '../volume/instant';
import { type Claim } from './claim';

/** Answers are stamped within this of one another by any clock that runs on; more is a step. */
const STEP_MS = 50;

interface Boot {
  /** How far this clock can lag behind the ledger's: no visit of it says more. */
  widestMs: number;
  /** The narrowest bounds of what is to be added to its time; they cross only if it was set. */
  leastMs: number;
  mostMs: number;
}

/** What the acknowledged visits of one claim say of the clocks that stamped its lines. */
export class Clocks {
  /** The line before which a clock was set, if any. */
  readonly steppedAt: LogLine | undefined;
  readonly #boots = new Map<string, Boot>();
  readonly #counts: number[] = [];
  readonly #bootOf: Boot[] = [];

  constructor(
    claim: Claim,
    visitOf: ReadonlyMap<LogLine, Visit>,
    private readonly startedAt: number,
  ) {
    for (const line of claim.lines) {
      const visit = visitOf.get(line);
      if (!visit) continue;
      this.#counts.push(line.n);
      this.#bootOf.push(this.#learn(visit.receipt!.boot, visit.sentMs, visit.answeredMs!, this.#ms(line)));
    }
    const crossed = [...this.#boots.values()].some((boot) => boot.leastMs > boot.mostMs + STEP_MS);
    const back = claim.lines.find((line, i) => i > 0 && this.#stepsBack(claim.lines[i - 1]!, line));
    this.steppedAt = back ?? (crossed ? claim.lines[0] : undefined);
  }

  /** The ledger's time after which no visit can have been sent that this line counts. */
  latestSentMs(line: LogLine): number {
    if (this.steppedAt) return Infinity;
    const above = this.#firstFrom(line.n);
    const [earlier, later] = [this.#bootOf[above - 1], this.#bootOf[above]];
    if (!earlier || !later) return Infinity;
    return this.#ms(line) + 1 + Math.max(earlier.widestMs, later.widestMs);
  }

  #learn(name: string, sentMs: number, answeredMs: number, atMs: number): Boot {
    const boot = this.#boots.get(name) ?? { widestMs: 0, leastMs: -Infinity, mostMs: Infinity };
    this.#boots.set(name, boot);
    boot.widestMs = Math.max(boot.widestMs, answeredMs - atMs);
    boot.leastMs = Math.max(boot.leastMs, sentMs - atMs - 1);
    boot.mostMs = Math.min(boot.mostMs, answeredMs - atMs);
    return boot;
  }

  #ms(line: LogLine): number {
    return instantOf(line.at) - this.startedAt;
  }

  /** Times of one form: their order as texts is their order. */
  #stepsBack(earlier: LogLine, line: LogLine): boolean {
    return line.at < earlier.at && this.#ms(line) + STEP_MS < this.#ms(earlier);
  }

  #firstFrom(n: number): number {
    let [low, high] = [0, this.#counts.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#counts[middle]! < n) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
