import { lastCommit } from '../src/format/scanner';
import type { Visit } from '../src/format/record';
import type { Ledger, SimulatedDisk, SimulatedTime } from '../src/testing';

/** What callers were answered, and what therefore must hold: the oracle of a crash run. */
export class CrashLedger implements Ledger {
  acknowledged: Visit[] = [];
  refused: string[] = [];
  readonly unknown: string[] = [];
  meddled = false;
  /** A sync said that it worked and did nothing. */
  lied = false;
  /** Bytes that somebody else wrote: never to be deleted. */
  scribbles: string[] = [];
  readonly problems: string[] = [];
  /** No opening and no reader may count less. */
  floor = 0;
  /** Each with an opening behind it that was compared; what strikes before one has ended belongs to the same crash. */
  crashes = 0;
  #crashed = false;
  /** An adopted integer that nobody has synced yet: a power cut may take it. */
  #isUnsynced = true;
  /** How many of `acknowledged` and of `refused` the last opening was compared with. */
  #compared = { acknowledged: 0, refused: 0 };
  /** No opening may count more: what was answered, and what may be. */
  #highest: number;
  /** Visits whose lines somebody may take away while they wait for their answer. */
  readonly #excused = new Set<string>();
  #excusedUntil = 0;
  #takenAway = false;
  /** Bytes behind a commit that no opening has reported yet. */
  #unreported = false;
  readonly #pending = new Set<string>();

  constructor(
    private readonly disk: SimulatedDisk,
    private readonly time: SimulatedTime,
    readonly rotated: boolean,
    adopted: number,
  ) {
    this.#highest = this.floor = adopted;
  }

  get pending(): number {
    return this.#pending.size;
  }

  asked(text: string): void {
    this.#pending.add(text);
    if (this.time.now < this.#excusedUntil) this.#excused.add(text);
  }

  wasAcknowledged(visit: Visit): void {
    this.#pending.delete(visit.text);
    this.#highest = Math.max(this.#highest, visit.n);
    if (this.#excused.has(visit.text)) return void this.unknown.push(visit.text);
    const before = this.acknowledged.at(-1)?.n ?? 0;
    if (visit.n <= before) this.problems.push(`${visit.n} was given out after ${before}`);
    this.floor = Math.max(this.floor, visit.n);
    this.acknowledged.push(visit);
  }

  wasRefused(text: string): void {
    this.#pending.delete(text);
    this.refused.push(text);
  }

  isUnknown(text: string): void {
    if (this.#pending.delete(text)) this.unknown.push(text);
  }

  /** Somebody took a file away, or a lie came out: what is gone with it is gone. What comes later must stay. */
  excuse(untilMs = 0): void {
    this.meddled = this.#takenAway = true;
    this.#unreported = false;
    this.#excusedUntil = Math.max(this.#excusedUntil, untilMs);
    this.unknown.push(...this.acknowledged.map(({ text }) => text));
    this.acknowledged = [];
    this.#compared.acknowledged = 0;
    for (const text of this.#pending) this.#excused.add(text);
    this.floor = 0;
  }

  /** Bytes that are no commit: they stay, and so does every visit. */
  scribbled(text: string, behindCommit: boolean): void {
    this.meddled = true;
    this.#unreported ||= behindCommit;
    this.scribbles.push(text);
  }

  /** What somebody removes with a file is nobody else's fault. */
  removes(content: Buffer | null): void {
    this.scribbles = this.scribbles.filter((text) => !content?.includes(text));
  }

  powerCut(): void {
    if (this.#isUnsynced) this.floor = 0;
    this.#unreported = false; // an opening that added its LF may leave NULs there: a torn tail, which is kept all the same
    if (this.lied) {
      this.excuse();
      this.unknown.push(...this.refused);
      this.refused = [];
      this.#compared.refused = 0;
      this.scribbles = []; // what was set aside for them was lied about too
    }
    if (this.meddled) this.floor = this.#proven();
  }

  crashed(): void {
    this.#crashed = true;
  }

  opened(count: number, reportsDamage: boolean): void {
    this.#compare();
    this.#isUnsynced = false;
    if (this.#crashed) this.crashes += 1;
    this.#crashed = false;
    if (this.#unreported && !reportsDamage) this.problems.push('opened without a word of the damage');
    this.#unreported = false;
    if (count < this.floor) this.problems.push(`opened with ${count}, though ${this.floor} is proven`);
    const most = this.#highest + this.unknown.length + this.#pending.size;
    if (count > most) this.problems.push(`opened with ${count}, though nobody asked for more than ${most}`);
    this.#highest = Math.max(this.#highest, count);
    // It was made durable on the way, unless somebody took a file away on the way.
    if (!this.#takenAway) this.floor = Math.max(this.floor, count);
    this.#takenAway = false;
  }

  /** Each answer since the last opening, against the bytes of both logs. */
  #compare(): void {
    const { acknowledged, refused } = this.#compared;
    this.#compared = { acknowledged: this.acknowledged.length, refused: this.refused.length };
    const logs = ['visits.log.1', 'visits.log']
      .map((name) => this.disk.content(name)?.toString('latin1') ?? '')
      .join('');
    const oldest = this.rotated ? Number(/^\S+ (\d+) /.exec(logs)?.[1] ?? Infinity) : 0;
    for (const { n, at, text } of this.acknowledged.slice(acknowledged)) {
      if (n >= oldest && !logs.includes(`${at} ${n} ${text}`))
        this.problems.push(`opened without acknowledged ${n} "${text}"`);
    }
    for (const text of this.refused.slice(refused)) {
      if (logs.includes(` ${text}\n`) || logs.includes(` ${text} #`))
        this.problems.push(`opened with refused "${text}"`);
    }
  }

  /** What the bytes on the disk prove: the last valid commit of either file, or the integer in the view. */
  #proven(): number {
    const counts = ['visits.log', 'visits.log.1'].map(
      (name) => lastCommit(this.disk.content(name) ?? Buffer.alloc(0), true)?.last ?? 0,
    );
    const view = /^(\d{1,15})\n$/.exec(this.disk.content('visits.txt')?.toString('latin1') ?? '');
    return Math.max(this.floor, Number(view?.[1] ?? 0), ...counts);
  }
}
