import { ClusterError } from './errors';
import { Exchange, type ExchangeOptions } from './exchange/exchange';
import { Leave, type LeaveOptions } from './exchange/leave';
import type { ClusterEvent, Duplicate, PeersView, PeerView } from './exchange/peers-view';
import { Rounds } from './exchange/rounds';
import type { LeaveOutcome } from './exchange/transport';
import { DurableMap, type DurableMapOptions, type MapProblem } from './replicas/durable-map';
import { merge } from './replicas/replica-map';
import type { LeaveMessage, SiblingAnswer } from './replicas/replica-schema';
import { Bootstrap, type BootstrapOptions } from './total/bootstrap';
import { inexactness } from './total/exactness';
import { Rotation, type RotationOptions } from './total/rotation';
import { sameTotal, totalOf, type Total } from './total/total';
import { locate, type Other, othersOf, type Whereabouts } from './total/whereabouts';

/** Until the journal is open for the first time. */
const OPENING_MS = 100;

/** The edges: a test brings its own disk, network and clock. A listener of events must not throw. */
export type ClusterOptions = DurableMapOptions &
  Omit<ExchangeOptions & LeaveOptions & BootstrapOptions & RotationOptions, 'onEvent'> & {
    readonly onEvent?: (event: ClusterEvent) => void;
  };

/** The one face of this library: what the total is, and who the siblings are. Never on a visit's path. */
export class Cluster {
  readonly #map: DurableMap;
  readonly #exchange: Exchange;
  readonly #leave: Leave;
  readonly #bootstrap: Bootstrap;
  readonly #rotation: Rotation;
  readonly #rounds: Rounds;
  readonly #listeners = new Set<(total: Total) => void>();
  #started = false;
  #stopped = false;
  #shown: Total | null = null;
  #reported = { duplicate: null as Duplicate | null, problem: null as MapProblem | null, isKnown: false };

  constructor(private readonly options: ClusterOptions) {
    const edges = { ...options, onEvent: (event: ClusterEvent): void => this.#emit(event) };
    const map = (this.#map = new DurableMap(edges, () => this.#reportProblem()));
    const exchange = (this.#exchange = new Exchange(edges, map));
    this.#leave = new Leave(edges, map, exchange);
    this.#bootstrap = new Bootstrap(edges, map, exchange);
    this.#rotation = new Rotation(edges, map, exchange);
    this.#rounds = new Rounds(options.time, options.random, (wide) => this.#round(wide));
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

  /** Asks up to 100 siblings first when not all were asked in the last second. Rejects with ClusterError `total-unknown`. */
  async total(): Promise<Total> {
    await this.#rounds.refresh();
    const total = this.current();
    if (total) return total;
    const code = this.#isKnown ? 'total-too-large' : 'total-unknown';
    throw new ClusterError(code, { detail: this.#map.problem?.detail });
  }

  /** What is durable now, without waiting; null while it is not known, or beyond all exact numbers. */
  current(): Total | null {
    const { time } = this.options;
    if (!this.#isKnown) return null;
    const monotonic = time.monotonic();
    const own = this.#map.own();
    const restarts = new Map(this.#exchange.table.restarts(monotonic));
    const { restartedMs } = this.options.self();
    if (own && typeof restartedMs === 'number') restarts.set(own.replica, restartedMs);
    return totalOf({
      own,
      durable: this.#map.shown,
      live: this.#exchange.table.live(monotonic),
      restarts,
      now: time.now(),
      reasons: inexactness(this.#map, this.#exchange, this.#duplicate, monotonic),
    });
  }

  get #isKnown(): boolean {
    return this.options.self().replica !== null && this.#map.isLoaded && this.#bootstrap.isOver;
  }

  peers(): PeersView {
    const { member, self, time } = this.options;
    const { pod, ordinal, boot, set } = member;
    const { table, lookup } = this.#exchange;
    const { problem, isExpected } = lookup;
    const ageMs = this.#rounds.ageMs;
    const peers = table.all.map((peer) => peer.view(time.monotonic()));
    return {
      self: { pod, ordinal, replica: self().replica, boot },
      service: isExpected ? set.headless || null : null,
      resolved: peers.length,
      discovery: { ok: !problem, reason: problem?.reason ?? null, detail: problem?.detail ?? null },
      peers,
      duplicate: this.#duplicate,
      map: this.#map.problem,
      settled: this.#bootstrap.isOver,
      ageMs: Number.isFinite(ageMs) ? Math.round(ageMs) : null,
    };
  }

  /** Where the visits of another replica can be read; no disk and no network is asked. */
  locate(replica: string): Whereabouts {
    const known = merge(this.#map.known, this.#map.shown);
    return locate(replica, this.#exchange.table.all, known, this.options.time.now());
  }

  /** All of the set but this pod, to read from each. Asks them first, as `total` does. */
  async others(): Promise<readonly Other[]> {
    await this.#rounds.refresh();
    const known = merge(this.#map.known, this.#map.shown);
    return othersOf(this.options.self().replica, this.#exchange.table.all, known);
  }

  /** The total, its exactness or a source changed. */
  onChange(listener: (total: Total) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** For `GET /replicas`. */
  answer(): SiblingAnswer {
    const replica = this.#map.announced;
    const own = this.#map.own(this.#leave.isLeaving);
    const replicas = new Map(merge(this.#map.known, this.#map.shown));
    // Our own entry as it is: that it is less than what others heard of us is how they learn of a restored volume.
    if (own && own.replica === replica) replicas.set(replica, own.entry);
    const settled = this.#bootstrap.isOver;
    const stopping = this.#leave.isStopping;
    const restartedMs = this.options.self().restartedMs ?? undefined;
    return { format: 1, ...this.options.member, replica, settled, stopping, restartedMs, replicas };
  }

  /** For `POST /replicas`. */
  async hear(message: LeaveMessage, remoteAddress: string): Promise<LeaveOutcome> {
    const outcome = await this.#leave.hear(message, remoteAddress);
    if (outcome !== 'not-taken') void this.#map.persist(false).then(() => this.#report());
    return outcome;
  }

  /**
   * Reports the final count to the siblings, and waits for that of those who stop as well: after the listener has closed and
   * the last visit is on the volume, before the journal closes. At most 3 s.
   */
  leave(): Promise<void> {
    return this.#leave.report();
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

  async #round(wide: boolean): Promise<boolean> {
    await this.#map.load();
    await this.#exchange.lookup.run();
    const isComplete = await this.#exchange.askSome(wide);
    await this.#bootstrap.conclude(wide);
    await this.#rotation.check();
    this.#report();
    return isComplete;
  }

  #emit(event: ClusterEvent): void {
    if (event.kind !== 'peer' || this.#isNews(event.peer)) this.options.onEvent?.(event);
  }

  /** Of siblings that stop together with us there is nothing to report, nor of the address that our predecessor had. */
  #isNews({ pod, state }: PeerView): boolean {
    return !this.#stopped && !(pod === this.options.member.pod && state === 'unreachable');
  }

  get #duplicate(): Duplicate | null {
    const peer = this.#exchange.table.ownDuplicate;
    const { replica } = this.options.self();
    if (!peer || replica === null || peer.identity?.replica !== replica) return null;
    return {
      pod: peer.name,
      address: peer.sibling.origin?.replace('http://', '') ?? null,
      detail: `${peer.name} and this pod count under one replica id: the volume of one is a copy of the other's.`,
      action:
        'Stop one of the two pods, delete replica.json on its volume and start it again: it then gets an id of its own.',
    };
  }

  #reportProblem(): void {
    const { problem } = this.#map;
    if (this.#reported.problem?.code === problem?.code) return;
    this.#reported = { ...this.#reported, problem };
    this.options.onEvent?.({ kind: 'map', problem });
  }

  #report(): void {
    const duplicate = this.#duplicate;
    const isKnown = this.#bootstrap.isOver;
    this.#reportProblem();
    const before = this.#reported;
    this.#reported = { ...before, duplicate, isKnown };
    if (before.duplicate?.pod !== duplicate?.pod) this.options.onEvent?.({ kind: 'duplicate', duplicate });
    if (!before.isKnown && isKnown) this.options.onEvent?.({ kind: 'known' });
    const total = this.current();
    if (!total || sameTotal(this.#shown, total)) return;
    this.#shown = total;
    for (const listener of [...this.#listeners]) listener(total);
  }
}
