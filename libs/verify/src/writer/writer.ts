import type { RunClock } from '../run-clock';
import { Clients } from './clients';
import { Doors } from './doors';
import type { LedgerFile } from './ledger-file';
import { Pace } from './pace';
import { Prober } from './prober';
import { type Door, Visits } from './visits';

const CLIENTS_A_DOOR = 2;
/** What a clock leaves unanswered no text can resolve: fewer of its visits are under way when it dies. */
const BURST_CLIENTS = { calculator: 4, clock: 2 } as const;
/** Between the disruptions. */
const CALM_SHARE = 0.2;

export interface WriterOptions {
  readonly run: string;
  readonly seed: string;
  readonly challenge: string;
  /** Visits a second around a disruption; a fifth of it between. */
  readonly rate: number;
  /** Each pod by its own address, and each Service. */
  readonly doors: readonly Door[];
  readonly clock: RunClock;
  readonly ledger: LedgerFile;
}

/** The load of a run: one closed loop, one prober, and bursts on a victim. */
export class Writer {
  readonly visits: Visits;
  readonly prober: Prober;
  readonly #pace = new Pace(0);
  readonly #targets: readonly Door[];
  readonly #doors: Doors;
  #clients: Clients | undefined;
  readonly #bursts = new Set<() => Promise<void>>();
  #fullSinceMs: number | null = null;
  #burst = 0;

  constructor(private readonly options: WriterOptions) {
    const { doors, clock, ledger } = options;
    this.visits = new Visits(options);
    const services = doors.filter(({ target }) => target === 'service').map(({ origin }) => origin);
    this.prober = new Prober(services, clock, ledger);
    // In turns over the doors, so that the pace is shared by both apps and all pods from the first second.
    this.#targets = Array.from({ length: CLIENTS_A_DOOR }, () => doors).flat();
    this.#doors = new Doors(doors);
  }

  start(): void {
    this.prober.start();
    this.#clients = new Clients('c', this.#targets, this.#doors, this.visits, this.#pace);
    this.calm();
  }

  calm(): void {
    this.#fullSinceMs = null;
    this.#pace.set(this.options.rate * CALM_SHARE);
  }

  full(): void {
    this.#fullSinceMs ??= this.options.clock.ms;
    this.#pace.set(this.options.rate);
  }

  /** No new visit; what is in flight goes on. */
  pause(): void {
    this.#fullSinceMs = null;
    this.#pace.set(0);
  }

  /** For how long the load has been at its full rate. */
  get fullMs(): number {
    return this.#fullSinceMs === null ? 0 : this.options.clock.ms - this.#fullSinceMs;
  }

  move(door: Door): void {
    this.#doors.move(door);
  }

  /** More clients on one pod until the returned function is called; without a rate as fast as it answers. */
  burst(door: Door, perSecond?: number): () => Promise<void> {
    const pace = perSecond === undefined ? undefined : new Pace(perSecond);
    const clients = new Clients(
      `b${++this.#burst}.`,
      Array(BURST_CLIENTS[door.app]).fill(door),
      this.#doors,
      this.visits,
      pace,
    );
    const end = async () => {
      this.#bursts.delete(end);
      await clients.stop();
    };
    this.#bursts.add(end);
    return end;
  }

  /** Resolves when the last visit in flight has ended. */
  async stop(): Promise<void> {
    this.prober.stop();
    this.#pace.end();
    await Promise.all([this.#clients?.stop(), ...[...this.#bursts].map((end) => end())]);
  }
}
