import { diskError, type Random, type SimulatedVolume } from '@visits/persistence/testing';
import { Cluster } from '../src/cluster';
import type { ClusterEvent } from '../src/exchange/peers-view';
import type { LeaveOutcome } from '../src/exchange/transport';
import { ordinalOf, setOf, type Self } from '../src/replicas/identity';
import type { LeaveMessage, SiblingAnswer } from '../src/replicas/replica-schema';
import type { Total } from '../src/total/total';
import type { Claim } from './claim';
import type { Endpoint, Network } from './network';
import { MachineTime, type Scheduler } from './scheduler';

export interface PodWorld {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly network: Network;
  /** Siblings that a round asks. */
  readonly perRound: number;
  newReplica(): string;
  /** What becomes of a rotation: `half` is a failed one that left the new id on the volume. */
  rotationFate(): 'works' | 'fails' | 'half' | 'dies';
  /** It shows a total to somebody. */
  shown(pod: SimulatedPod, total: Total, visitsBefore: number): void;
  /** A visit was counted and acknowledged. */
  counted(claim: Claim): void;
  noted(pod: SimulatedPod, event: ClusterEvent): void;
}

/** One process on one volume: the real Cluster between a simulated disk, network and clock. */
export class SimulatedPod implements Endpoint {
  readonly cluster: Cluster;
  readonly volume: SimulatedVolume;
  readonly time: MachineTime;
  readonly startedAt: number;
  isDead = false;
  isListening = true;
  /** From SIGTERM on; visits are answered until the listener closes. */
  isDraining = false;
  /** The listener has closed for all but siblings: no visit can follow. */
  isLeaving = false;
  /** When it last asked a process that answered, by boot. */
  readonly heard = new Map<string, number>();
  #isOpen = false;
  #replica: string | null = null;
  #base = 0;
  #count = 0;

  constructor(
    private readonly world: PodWorld,
    readonly name: string,
    readonly claim: Claim,
    readonly address: string,
    readonly boot: string,
  ) {
    const { scheduler, random, network } = world;
    this.startedAt = scheduler.now;
    this.volume = claim.disk.mount();
    void this.volume.death.then(() => this.#die());
    const isDead = (): boolean => this.isDead;
    this.time = new MachineTime(scheduler, isDead, random.below(1e6), random.below(7) * 5_000 - 15_000);
    this.cluster = new Cluster({
      volume: this.volume,
      self: () => this.self,
      member: {
        set: { service: 'clock', namespace: 'visits', headless: 'clock-pods', name: setOf(name) },
        pod: name,
        ordinal: ordinalOf(name),
        boot,
      },
      discovery: { expected: true, find: () => network.find() },
      transport: {
        ask: async (sibling, signal) => {
          const sentAt = scheduler.now;
          const asked = await network.ask(name, sibling, signal);
          if (
            asked.ok &&
            asked.answer.replica &&
            asked.answer.boot !== boot &&
            asked.answer.pod === sibling.pod
          )
            this.heard.set(asked.answer.replica, sentAt);
          return asked;
        },
        leave: (sibling, message) => network.leave(this, sibling, message),
      },
      draining: () => this.isDraining,
      rotate: () => this.#rotate(),
      time: this.time,
      perRound: world.perRound,
      random: () => random.next(),
      onEvent: (event) => world.noted(this, event),
    });
    this.cluster.onChange((total) => this.#isServing && world.shown(this, total, claim.highest));
    this.cluster.start();
    this.#tryToOpen();
  }

  get self(): Self {
    const visits = this.#count - this.#base;
    return { replica: this.#replica, visits, base: this.#base, open: this.#isOpen };
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  answer(): SiblingAnswer {
    return this.cluster.answer();
  }

  hear(message: LeaveMessage, remoteAddress: string): Promise<LeaveOutcome> {
    return this.cluster.hear(message, remoteAddress);
  }

  get #isServing(): boolean {
    return this.isListening && !this.isLeaving;
  }

  visit(): void {
    if (this.isDead || !this.#isOpen || !this.#isServing) return;
    this.claim.count += 1;
    this.#count = this.claim.count;
    this.claim.record(this.world.scheduler.now);
    this.world.counted(this.claim);
  }

  /** Somebody asks for the total, or looks at the page. */
  async ask(waiting: boolean): Promise<void> {
    if (this.isDead || !this.#isServing) return;
    const before = this.claim.highest;
    const total = waiting ? await this.cluster.total().catch(() => null) : this.cluster.current();
    if (total && this.#isServing) this.world.shown(this, total, before);
  }

  kill(): void {
    this.claim.disk.kill(this.volume);
    this.#die();
  }

  /** As an app stops: the drain, the map, the listener, the final count, the journal. */
  async stop(drainMs = 0): Promise<void> {
    const { claim, world } = this;
    this.isDraining = true;
    if (drainMs > 0) await this.time.sleep(drainMs);
    await this.cluster.stop();
    this.isListening = false;
    this.isLeaving = true;
    // Its last connections end.
    await this.time.sleep(world.random.below(200));
    if (this.isDead) return;
    if (claim.holder === this && this.#isOpen) {
      claim.stoppedAt = world.scheduler.now;
      this.isListening = true;
      await this.cluster.leave();
    }
    if (!this.isDead) this.kill();
  }

  /** The journal fails for a while: reads are served, nothing is counted. */
  failFor(ms: number): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.world.scheduler.after(ms, () => this.#tryToOpen());
  }

  #tryToOpen(): void {
    const { claim, world } = this;
    if (this.isDead || this.isLeaving) return;
    if (claim.holder !== null && claim.holder !== this) {
      world.scheduler.after(250, () => this.#tryToOpen());
      return;
    }
    claim.holder = this;
    claim.stoppedAt = null;
    claim.boot = this.boot;
    if (claim.replica === '') claim.identify(world.newReplica(), world.scheduler.now);
    this.#replica = claim.replica;
    this.#base = claim.base;
    this.#count = claim.count;
    this.#isOpen = true;
  }

  async #rotate(): Promise<void> {
    const { claim, world } = this;
    const fate = world.rotationFate();
    await this.time.sleep(1 + world.random.below(20));
    if (!this.#isOpen || fate === 'fails') throw diskError('EIO', 'sync');
    claim.identify(world.newReplica(), world.scheduler.now);
    if (fate === 'dies') this.kill();
    if (fate === 'half') {
      // It failed, and yet the volume has the new id: the journal finds out at its next opening.
      this.failFor(100);
      throw diskError('EIO', 'sync');
    }
    if (this.isDead) return;
    this.#replica = claim.replica;
    this.#base = claim.base;
  }

  #die(): void {
    this.isDead = true;
    this.isListening = this.#isOpen = false;
    if (this.claim.holder === this) this.claim.holder = null;
  }
}
