import type { Volume } from '@visits/persistence';
import { doubts } from './doubts';
import { DurableMap } from './durable-map';
import { ClusterError } from './errors';
import { Exchange } from './exchange';
import { Farewells } from './farewells';
import { Lookup } from './lookup';
import { PeerTable } from './peer-table';
import { PeersFile } from './peers-file';
import type { ClusterEvent, Duplicate, MapProblem, PeersView } from './peers-view';
import type { Discovery, Farewell, Self, SetName, SiblingAnswer, Time, Transport } from './ports';
import { merge } from './replica-map';
import { Renewal } from './renewal';
import { Rounds } from './rounds';
import { Settling } from './settling';
import { sameTotal, totalOf, type Total } from './total';

/** Until the journal is open for the first time. */
const OPENING_MS = 100;

export interface ClusterOptions {
  readonly volume: Volume;
  readonly self: () => Self;
  readonly pod: string;
  readonly ordinal: number | null;
  readonly boot: string;
  readonly set: SetName;
  readonly discovery: Discovery;
  readonly transport: Transport;
  /** A new id for the volume, base = its count; durable once it resolves. */
  readonly renew: () => Promise<unknown>;
  readonly time: Time;
  readonly random: () => number;
  /** A listener must not throw. */
  readonly onEvent?: (event: ClusterEvent) => void;
}

/** The one face of this library: what the total is, and who the siblings are. Never on a visit's path. */
export class Cluster {
  readonly #map: DurableMap;
  readonly #table = new PeerTable();
  readonly #lookup: Lookup;
  readonly #exchange: Exchange;
  readonly #settling: Settling;
  readonly #renewal: Renewal;
  readonly #farewells: Farewells;
  readonly #rounds: Rounds;
  readonly #listeners = new Set<(total: Total) => void>();
  #started = false;
  #stopped = false;
  #shown: Total | null = null;
  #told = { duplicate: null as Duplicate | null, problem: null as MapProblem | null, settled: false };

  constructor(private readonly options: ClusterOptions) {
    const { volume, self, pod, ordinal, boot, set, discovery, transport, renew, time, random } = options;
    const onEvent = (event: ClusterEvent): void => options.onEvent?.(event);
    const table = this.#table;
    const file = new PeersFile(volume);
    const onSetAside = (): void => this.#tellProblem();
    const map = (this.#map = new DurableMap({ file, self, pod, ordinal, time, onSetAside }));
    const lookup = (this.#lookup = new Lookup(discovery, table, time, onEvent));
    const exchange = (this.#exchange = new Exchange({
      map,
      table,
      transport,
      time,
      random,
      self,
      set,
      boot,
      onEvent,
    }));
    this.#settling = new Settling({ map, table, lookup, self, time });
    this.#renewal = new Renewal({ map, table, lookup, exchange, self, renew, onEvent });
    this.#farewells = new Farewells({
      map,
      table,
      lookup,
      transport,
      time,
      speaker: { set, pod, ordinal, boot },
    });
    this.#rounds = new Rounds(time, random, () => this.#round());
  }

  /** Begins to ask the siblings in the background. Never throws; a second call does nothing. */
  start(): void {
    if (this.#started || this.#stopped) return;
    this.#started = true;
    void this.#open();
    this.#rounds.start();
  }

  /** Ends the rounds and writes the map a last time. Call it before the journal closes. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#rounds.stop();
    await this.#map.persist(false, true);
  }

  /** Asks the siblings first when the map is older than a second. Rejects with ClusterError `total-unknown`. */
  async total(): Promise<Total> {
    await this.#rounds.refresh();
    const total = this.current();
    if (total) return total;
    throw new ClusterError('total-unknown', { detail: this.#map.problem?.detail });
  }

  /** What is durable now, without waiting; null while it is not known. */
  current(): Total | null {
    const { time } = this.options;
    const own = this.#map.own();
    if (!own || !this.#map.isLoaded || !this.#settling.isSettled) return null;
    const monotonic = time.monotonic();
    return totalOf({
      own,
      durable: this.#map.shown,
      live: this.#table.live(monotonic),
      now: time.now(),
      doubts: doubts(this.#map, this.#table, this.#lookup, this.#duplicate, monotonic),
    });
  }

  peers(): PeersView {
    const { pod, ordinal, boot, set, self, time } = this.options;
    const { failure, isExpected } = this.#lookup;
    const ageMs = this.#rounds.ageMs;
    const peers = this.#table.all.map((peer) => peer.view(time.monotonic()));
    return {
      self: { pod, ordinal, replica: self().replica, boot },
      service: isExpected ? set.headless || null : null,
      resolved: peers.length,
      discovery: { ok: !failure, reason: failure?.reason ?? null, detail: failure?.detail ?? null },
      peers,
      duplicate: this.#duplicate,
      map: this.#map.problem,
      settled: this.#settling.isSettled,
      ageMs: Number.isFinite(ageMs) ? ageMs : null,
    };
  }

  /** The total, its exactness or a source changed. */
  onChange(listener: (total: Total) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** For `GET /replicas`. */
  answer(): SiblingAnswer {
    const { set, pod, ordinal, boot } = this.options;
    const replica = this.#map.announced;
    const own = this.#map.own();
    const replicas = new Map(merge(this.#map.known, this.#map.shown));
    // Our own word as it is: that it is less than what others heard of us is how they learn of a restored volume.
    if (own && own.replica === replica) replicas.set(replica, own.entry);
    return { format: 1, set, pod, ordinal, boot, replica, settled: this.#settling.isSettled, replicas };
  }

  /** For `POST /replicas`. */
  async hear(farewell: Farewell, remoteAddress: string): Promise<'taken' | 'not-a-sibling'> {
    const heard = await this.#farewells.hear(farewell, remoteAddress);
    if (heard === 'taken') void this.#map.persist(false).then(() => this.#tell());
    return heard;
  }

  /** Tells the siblings the final count: after the listener and the journal have closed cleanly. At most 1 s. */
  farewell(): Promise<void> {
    return this.#farewells.say();
  }

  /** Somebody watches: the siblings are asked every second until the returned function is called. */
  watch(): () => void {
    return this.#rounds.watch();
  }

  async #open(): Promise<void> {
    for (;;) {
      await this.#map.load();
      if (this.#stopped || this.#map.isLoaded) break;
      await this.options.time.sleep(OPENING_MS);
    }
    this.#rounds.wake();
  }

  async #round(): Promise<void> {
    await this.#map.load();
    await this.#lookup.run();
    await this.#exchange.askSome();
    await this.#settling.conclude();
    await this.#renewal.check();
    this.#tell();
  }

  get #duplicate(): Duplicate | null {
    const peer = this.#table.duplicate;
    const { replica } = this.options.self();
    if (!peer || replica === null || peer.word?.replica !== replica) return null;
    return {
      pod: peer.name,
      address: peer.sibling.origin?.replace('http://', '') ?? null,
      detail: `${peer.name} and this pod count under one replica id: the volume of one is a copy of the other's.`,
      action:
        'Stop one of the two pods, delete replica.json on its volume and start it again: it then gets an id of its own.',
    };
  }

  #tellProblem(): void {
    const { problem } = this.#map;
    if (this.#told.problem?.code === problem?.code) return;
    this.#told = { ...this.#told, problem };
    this.options.onEvent?.({ kind: 'map', problem });
  }

  #tell(): void {
    const duplicate = this.#duplicate;
    const settled = this.#settling.isSettled;
    this.#tellProblem();
    const told = this.#told;
    this.#told = { ...told, duplicate, settled };
    if (told.duplicate?.pod !== duplicate?.pod) this.options.onEvent?.({ kind: 'duplicate', duplicate });
    if (!told.settled && settled) this.options.onEvent?.({ kind: 'settled' });
    const total = this.current();
    if (!total || sameTotal(this.#shown, total)) return;
    this.#shown = total;
    for (const listener of [...this.#listeners]) listener(total);
  }
}
