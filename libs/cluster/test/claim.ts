import { SimulatedDisk } from '@visits/persistence/testing';

/** What a copy of a volume holds. */
export interface Snapshot {
  readonly replica: string;
  readonly base: number;
  readonly count: number;
  readonly peers: Buffer | null;
}

/**
 * A volume with its journal in miniature: a count that is durable once it is given, an id and its base. peers.json is on a
 * simulated disk that forgets what was not synced.
 */
export class Claim {
  disk: SimulatedDisk;
  replica = '';
  base = 0;
  count = 0;
  /** The process that has the lock. */
  holder: object | null = null;
  /** The highest total that a pod on it answered. It starts anew with the volume's content. */
  highest = 0;
  /** When its last process stopped cleanly, if none was killed since. */
  stoppedAt: number | null = null;
  /** Its present or last process. */
  boot = '';
  #history: { at: number; visits: number }[] = [];

  constructor(
    readonly name: string,
    private readonly seed: number,
  ) {
    this.disk = new SimulatedDisk(seed);
  }

  get contribution(): number {
    return this.count - this.base;
  }

  /** What it had contributed under its present id at that time. */
  contributionAt(time: number): number {
    return this.#history.findLast(({ at }) => at <= time)?.visits ?? 0;
  }

  identify(replica: string, now: number): void {
    this.replica = replica;
    this.base = this.count;
    this.#history = [];
    this.record(now);
  }

  record(now: number): void {
    this.#history.push({ at: now, visits: this.contribution });
  }

  snapshot(): Snapshot {
    const { replica, base, count } = this;
    return { replica, base, count, peers: this.disk.content('peers.json') };
  }

  restore({ replica, base, count, peers }: Snapshot, now: number): void {
    this.disk = new SimulatedDisk(this.seed + now);
    Object.assign(this, { replica, base, count, highest: 0, stoppedAt: null });
    this.#history = [];
    this.record(now);
    if (peers) this.disk.place('peers.json', peers);
  }
}
