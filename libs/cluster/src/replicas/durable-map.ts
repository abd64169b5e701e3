import type { Volume } from '@visits/persistence';
import type { ClusterError } from '../errors';
import type { Time } from '../time';
import type { Member, Self } from './identity';
import { PeersFile } from './peers-file';
import { MAX_REPLICAS, MAX_SEEN_AT, merge, type ReplicaEntry, type ReplicaMap } from './replica-map';
import type { Incarnation, PeersRecord } from './replica-schema';

/** peers.json is written at most so often. */
const WRITE_INTERVAL_MS = 1_000;
const NOTHING: ReplicaMap = new Map();

/** Why peers.json cannot be read or written. */
export interface MapProblem {
  readonly code: string;
  readonly detail: string;
  readonly action: string;
}

export interface Own {
  readonly replica: string;
  readonly entry: ReplicaEntry;
}

export interface DurableMapOptions {
  readonly volume: Volume;
  readonly self: () => Self;
  readonly member: Member;
  readonly time: Time;
}

/**
 * What is known of all replicas, and what of it the volume holds. Only the latter, and our own acknowledged count, may
 * ever be shown: so no crash can take back a total that somebody saw.
 */
export class DurableMap {
  #known = NOTHING;
  #durable = NOTHING;
  /** Who we were when peers.json was written last. */
  #written: Incarnation | null = null;
  #settled = false;
  #loaded = false;
  #loading: Promise<void> | null = null;
  #writing: Promise<boolean> | null = null;
  #wroteAt = -Infinity;
  #seenAt = 0;
  #problem: MapProblem | null = null;

  readonly #file: PeersFile;

  /** `onSetAside`: a foreign peers.json was set aside; `problem` says so until the next write, which mostly follows at once. */
  constructor(
    private readonly options: DurableMapOptions,
    private readonly onSetAside: () => void = () => undefined,
  ) {
    this.#file = new PeersFile(options.volume);
  }

  /** Merged in memory: what siblings get. Each learning makes a new map. */
  get known(): ReplicaMap {
    return this.#known;
  }

  /** What may be shown of the others, and of the ids that this volume had before. */
  get shown(): ReplicaMap {
    return merge(this.#durable, this.#formerSelf());
  }

  /** A usable map is on the volume: it was complete once. */
  get isSettled(): boolean {
    return this.#settled;
  }

  get isLoaded(): boolean {
    return this.#loaded;
  }

  get problem(): MapProblem | null {
    return this.#problem;
  }

  /** Our own entry, fresh; null until the journal was open once. Nothing that others report changes its count. */
  own(final = false): Own | null {
    const { replica, visits } = this.options.self();
    if (replica === null) return null;
    const { member, time } = this.options;
    const { pod, ordinal } = member;
    const before = this.#known.get(replica);
    // Our latest entry must win against our earlier ones, also with a clock that went back.
    const floor = before ? before.seenAt + Number(before.final) : 0;
    this.#seenAt = Math.min(MAX_SEEN_AT, Math.max(time.now(), this.#seenAt, floor));
    return { replica, entry: { visits, pod, ordinal, seenAt: this.#seenAt, final } };
  }

  /** The id that siblings may hear: an id that is not on the volume's map yet could not be accounted for after a crash. */
  get announced(): string | null {
    const { replica } = this.options.self();
    return replica !== null && this.#written?.replica === replica ? replica : null;
  }

  /** The volume's map has our id with more than the journal has: the log is older than what we once said. */
  get isRolledBack(): boolean {
    const { replica, visits } = this.options.self();
    return replica !== null && (this.#durable.get(replica)?.visits ?? 0) > visits;
  }

  /** Something was heard that the volume does not hold yet. Our own count is in the log. */
  get isBehind(): boolean {
    const { replica, visits } = this.options.self();
    const heardMore = replica !== null && (this.#known.get(replica)?.visits ?? 0) > visits;
    return differ(this.#known, this.#durable, heardMore ? null : replica);
  }

  /** Returns how many new replicas were refused because there are too many. */
  learn(heard: ReplicaMap): number {
    const room = MAX_REPLICAS - this.#known.size;
    const fresh = [...heard.keys()].filter((replica) => !this.#known.has(replica));
    if (fresh.length <= room) {
      this.#known = merge(this.#known, heard);
      return 0;
    }
    const refused = new Set(fresh.slice(Math.max(0, room)));
    this.#known = merge(this.#known, new Map([...heard].filter(([replica]) => !refused.has(replica))));
    return refused.size;
  }

  /** Reads peers.json as soon as the journal is open: before that another process may be writing it. */
  async load(): Promise<void> {
    if (this.#loaded || !this.options.self().open) return;
    this.#loading ??= this.#load().finally(() => (this.#loading = null));
    await this.#loading;
  }

  /**
   * Makes what is known durable, where that is needed and possible: at most once a second, unless it is `urgent`.
   * True when the volume then holds all that was known at the call. Never rejects; `problem` says what failed.
   */
  async persist(settled: boolean, urgent = false): Promise<boolean> {
    // What is being written may lack what was heard since: pods that stop together report within milliseconds.
    while (this.#writing) await this.#writing;
    if (!this.#loaded || !this.options.self().open) return false;
    this.#writing = this.#persist(settled || this.#settled, urgent).finally(() => (this.#writing = null));
    return this.#writing;
  }

  async #persist(settled: boolean, urgent: boolean): Promise<boolean> {
    const { time } = this.options;
    if (!this.#isDue(settled)) return true;
    const now = time.monotonic();
    if (!urgent && now - this.#wroteAt < WRITE_INTERVAL_MS) return false;
    this.#wroteAt = now;
    try {
      if (await this.#file.isForeign()) this.#take(await this.#read());
      const record = this.#record(settled);
      await this.#file.write(record);
      this.#durable = record.replicas;
      this.#written = record.self;
      this.#settled = record.settled;
      this.#problem = null;
      return true;
    } catch (error) {
      this.#problem = problemOf(error);
      return false;
    }
  }

  #isDue(settled: boolean): boolean {
    const { replica, visits } = this.options.self();
    const own = replica === null ? undefined : this.#durable.get(replica);
    return (
      settled !== this.#settled ||
      this.#written?.replica !== replica ||
      own === undefined ||
      own.final ||
      own.visits < visits ||
      differ(this.#known, this.#durable, null)
    );
  }

  #record(settled: boolean): PeersRecord {
    const own = this.own();
    const { replica, base } = this.options.self();
    this.#known = merge(this.#known, this.#formerSelf());
    if (own) this.#known = merge(this.#known, new Map([[own.replica, own.entry]]));
    return { settled, self: replica === null ? this.#written : { replica, base }, replicas: this.#known };
  }

  /**
   * The volume got another id since peers.json was written: all that it counted up to the new id's base belongs to the
   * id before. Both are on the volume, so this may be shown at once.
   */
  #formerSelf(): ReplicaMap {
    const { replica, base } = this.options.self();
    const written = this.#written;
    if (!written || replica === null || written.replica === replica || base <= written.base) return NOTHING;
    const { member, time } = this.options;
    const { pod, ordinal } = member;
    const seenAt = this.#known.get(written.replica)?.seenAt ?? time.now();
    return new Map([[written.replica, { visits: base - written.base, pod, ordinal, seenAt, final: false }]]);
  }

  async #load(): Promise<void> {
    try {
      const record = await this.#read();
      this.#take(record);
      this.#written = record?.self ?? null;
      this.#settled = record?.settled ?? false;
      this.#loaded = true;
    } catch (error) {
      this.#problem = problemOf(error);
    }
  }

  #read(): Promise<PeersRecord | null> {
    return this.#file.read((error) => {
      this.#problem = problemOf(error);
      this.onSetAside();
    });
  }

  #take(record: PeersRecord | null): void {
    if (!record) return;
    this.#durable = merge(this.#durable, record.replicas);
    this.#known = merge(this.#known, record.replicas);
  }
}

/** In what a total shows; `seenAt` alone is not worth a write. */
function differ(known: ReplicaMap, durable: ReplicaMap, except: string | null): boolean {
  if (known.size !== durable.size) return true;
  for (const [replica, entry] of known) {
    if (replica === except) continue;
    const held = durable.get(replica);
    if (!held || held.visits !== entry.visits || held.final !== entry.final || held.pod !== entry.pod)
      return true;
  }
  return false;
}

function problemOf(error: unknown): MapProblem {
  const { code, message, action } = error as Partial<ClusterError>;
  return {
    code: code ?? 'io-error',
    detail: message ?? 'peers.json could not be used.',
    action: action ?? 'See why the volume refuses; the map is written again in the next round.',
  };
}
