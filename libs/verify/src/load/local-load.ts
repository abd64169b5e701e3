import type { Met, Outcome } from '@visits/proof';
import { exchange, type Question } from '../writer/exchange';
import { LedgerFile } from '../writer/ledger-file';
import { type Resolved, resolveName } from '../writer/resolve';
import type { Door, Ended } from '../writer/visits';
import { Writer } from '../writer/writer';
import { watchLoopDelay } from './loop-delay';
import type { Asked, Load, LoadOptions, ProcessName } from './load';

const LATELY_MS = 1_000;

/** The writer in this process. */
export class LocalLoad implements Load {
  readonly lost = new AbortController().signal;
  readonly clockErrorMs = 0;
  readonly #ledger: LedgerFile;
  readonly #endLoopDelay: () => void;
  #opened: Writer | undefined;

  constructor(private readonly options: LoadOptions) {
    const { run, seed, clock, ledgerPath, see } = options;
    const startedAt = clock.startedAt.toISOString();
    this.#ledger = new LedgerFile(ledgerPath, { run, seed, startedAt });
    this.#endLoopDelay = watchLoopDelay(clock, see);
  }

  async open(doors: readonly Door[]): Promise<void> {
    this.#opened = new Writer({ ...this.options, doors, ledger: this.#ledger });
  }

  start(): void {
    this.#writer.start();
  }

  calm(): void {
    this.#writer.calm();
  }

  full(): void {
    this.#writer.full();
  }

  pause(): void {
    this.#writer.pause();
  }

  get fullMs(): number {
    return this.#writer.fullMs;
  }

  get goodProbes(): number {
    return this.#writer.prober.goodInARow;
  }

  get inFlight(): number {
    return this.#writer.visits.inFlight;
  }

  inFlightTo(target: string): number {
    return this.#writer.visits.inFlightTo(target);
  }

  ackedLately(of: ProcessName): number {
    return this.#writer.visits.ackedSince(this.options.clock.ms - LATELY_MS, of);
  }

  async metBy(ended: Ended): Promise<Met> {
    return this.#writer.visits.metBy(ended);
  }

  /** What a driver elsewhere needs to know of it. */
  underWay(): { inFlight: Record<string, number>; acked: Record<string, number> } {
    const { visits } = this.#writer;
    const acked: Record<string, number> = {};
    for (const { app, boot } of visits.answeredSince(this.options.clock.ms - LATELY_MS))
      for (const key of [app, `${app} ${boot}`]) acked[key] = (acked[key] ?? 0) + 1;
    return { inFlight: visits.inFlightByTarget(), acked };
  }

  move(door: Door): void {
    this.#opened?.move(door);
  }

  burst(door: Door, perSecond?: number): () => Promise<void> {
    return this.#writer.burst(door, perSecond);
  }

  visit(client: string, door: Door): Promise<Outcome> {
    return this.#writer.visits.visit(client, door);
  }

  async ask(question: Question): Promise<Asked> {
    const { clock } = this.options;
    const sentMs = clock.ms;
    const seen = await exchange(question);
    return { ...seen, sentMs, ms: clock.ms };
  }

  resolve(name: string, type: 'A' | 'SRV'): Promise<Resolved> {
    return resolveName(name, type);
  }

  mark(scenario: string, word: string, detail?: string): void {
    this.#ledger.write({ kind: 'mark', ms: this.options.clock.ms, scenario, word, detail });
  }

  async stop(): Promise<void> {
    await this.#opened?.stop();
  }

  async close(): Promise<void> {
    this.#endLoopDelay();
    this.#ledger.seal();
  }

  get #writer(): Writer {
    if (!this.#opened) throw new TypeError('The load is not open.');
    return this.#opened;
  }
}
