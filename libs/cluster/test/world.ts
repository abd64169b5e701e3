import { Random } from '@visits/persistence/testing';
import type { ClusterEvent } from '../src/exchange/peers-view';
import type { Total } from '../src/total/total';
import { Claim } from './claim';
import { Network } from './network';
import { Oracle } from './oracle';
import { Scheduler } from './scheduler';
import { SimulatedPod, type PodWorld } from './simulated-pod';

const FATES = ['fails', 'half', 'dies', 'works', 'works', 'works', 'works'] as const;

/** A StatefulSet with its claims, its pods and its names. */
export class World implements PodWorld {
  readonly random: Random;
  readonly scheduler = new Scheduler();
  readonly network: Network;
  readonly oracle: Oracle;
  /** By pod name: what the next pod of that name mounts. */
  readonly claims = new Map<string, Claim>();
  /** All that ever were. */
  readonly everyClaim = new Set<Claim>();
  readonly pods = new Map<string, SimulatedPod>();
  readonly events: ClusterEvent[] = [];
  perRound = 8;
  rotationFate: PodWorld['rotationFate'];
  #ids = 0;

  constructor(readonly seed: number) {
    this.random = new Random(seed);
    this.rotationFate = () => this.random.pick(FATES);
    this.network = new Network(this.scheduler, this.random);
    this.oracle = new Oracle(this.everyClaim, this.network, () => this.scheduler.now);
  }

  get running(): SimulatedPod[] {
    return [...this.pods.values()].filter(({ isDead }) => !isDead);
  }

  run(ms: number, isDone?: () => boolean): Promise<void> {
    return this.scheduler.run(this.scheduler.now + ms, isDone);
  }

  newReplica(): string {
    return `replica-${++this.#ids}`;
  }

  shown(pod: SimulatedPod, total: Total, before: number): void {
    this.oracle.shown(pod, total, before);
  }

  counted(claim: Claim): void {
    this.oracle.counted(claim);
  }

  noted(pod: SimulatedPod, event: ClusterEvent): void {
    this.events.push(event);
    if (event.kind === 'map' && event.problem?.code === 'map-foreign')
      this.oracle.problem(`${pod.name} finds a peers.json that is not whole: ${event.problem.detail}`);
  }

  newClaim(name: string): Claim {
    const claim = new Claim(name, this.seed * 100 + this.everyClaim.size);
    this.everyClaim.add(claim);
    this.claims.set(name, claim);
    return claim;
  }

  /** A pod of that name on its claim. Its name leads to it at once or a little later; an address may be used again. */
  start(name: string): SimulatedPod {
    const claim = this.claims.get(name) ?? this.newClaim(name);
    const id = ++this.#ids;
    const free = [...this.network.endpoints].filter(([, there]) => !there.isListening);
    const reused = this.random.chance(0.3) ? free[0]?.[0] : undefined;
    const pod = new SimulatedPod(this, name, claim, reused ?? `10.0.${id >> 8}.${id & 255}`, `boot-${id}`);
    this.pods.set(name, pod);
    this.network.endpoints.set(pod.address, pod);
    this.scheduler.after(this.random.below(1500), () => {
      if (this.pods.get(name) !== pod || pod.isDead) return;
      this.network.names.set(name, { address: pod.address, since: this.scheduler.now });
    });
    return pod;
  }

  /** Its name goes a little later than itself. */
  forget(name: string): void {
    this.pods.delete(name);
    this.scheduler.after(this.random.below(1500), () => {
      if (!this.pods.has(name)) this.network.names.delete(name);
    });
  }
}
