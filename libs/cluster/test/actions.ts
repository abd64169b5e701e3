import type { Call, Fault } from '@visits/persistence/testing';
import type { Snapshot } from './claim';
import type { SimulatedPod } from './simulated-pod';
import type { World } from './world';

const MAX_ORDINAL = 5;

/** What may happen to a set, drawn by chance. Each does nothing where it does not fit. */
export class Actions {
  readonly #snapshots: { name: string; snapshot: Snapshot }[] = [];
  readonly clones = new Set<string>();

  constructor(private readonly world: World) {}

  act(): void {
    const { random } = this.world;
    const drawn = random.below(100);
    const pod = this.#anyPod();
    if (drawn < 40) this.#visits(pod);
    else if (drawn < 62) void pod?.ask(random.chance(0.7));
    else if (drawn < 68) this.#crash(pod);
    else if (drawn < 72) this.#stop(pod);
    else if (drawn < 80) this.#startMissing();
    else if (drawn < 82) this.#scaleUp();
    else if (drawn < 84) this.#scaleDown();
    else if (drawn < 87) this.#partition();
    else if (drawn < 89) this.#network();
    else if (drawn < 92) this.#disk(pod);
    else if (drawn < 94) this.#copy(pod);
    else if (drawn < 96) this.#replaceVolume(pod);
    else if (drawn < 97) this.#clone(pod);
    else if (drawn < 98) this.#clock(pod);
    else if (drawn < 99) pod?.failFor(random.below(3000));
    else this.#overlap(pod);
  }

  #anyPod(): SimulatedPod | undefined {
    const { running } = this.world;
    return running.length > 0 ? this.world.random.pick(running) : undefined;
  }

  #visits(pod: SimulatedPod | undefined): void {
    for (let n = 1 + this.world.random.below(4); n > 0; n -= 1) pod?.visit();
  }

  #crash(pod: SimulatedPod | undefined): void {
    if (!pod) return;
    const { random } = this.world;
    const cut = random.chance(0.5);
    const disk = pod.claim.disk;
    if (random.chance(0.5)) {
      // At one of its next calls to the disk, in the middle of what it does.
      const at = disk.calls + 1 + random.below(9);
      disk.fault = ({ n }: Call): Fault | undefined => (n === at ? { kind: 'power-cut' } : undefined);
    } else if (cut) disk.powerCut();
    else pod.kill();
    this.world.scheduler.after(random.below(3000), () => this.#startMissing());
  }

  #stop(pod: SimulatedPod | undefined): void {
    if (!pod) return;
    void pod.stop();
    this.world.scheduler.after(50 + this.world.random.below(4000), () => this.#startMissing());
  }

  /** As the controller of a StatefulSet does. */
  #startMissing(): void {
    for (const [name, pod] of this.world.pods) if (pod.isDead) this.world.start(name);
  }

  #scaleUp(): void {
    const { pods } = this.world;
    for (let ordinal = 0; ordinal <= MAX_ORDINAL; ordinal += 1) {
      if (pods.has(`clock-${ordinal}`)) continue;
      this.world.start(`clock-${ordinal}`);
      return;
    }
  }

  #scaleDown(): void {
    const last = [...this.world.pods.keys()].sort().at(-1);
    if (!last || this.world.pods.size < 2) return;
    const pod = this.world.pods.get(last);
    const { random } = this.world;
    if (random.chance(0.3)) pod?.kill();
    else if (!pod?.isDead) void pod?.stop();
    this.world.forget(last);
  }

  #partition(): void {
    const { network, random } = this.world;
    if (random.chance(0.5)) return network.heal();
    const groups = new Map<string, number>();
    network.partition((pod) => {
      if (!groups.has(pod)) groups.set(pod, random.below(2));
      return groups.get(pod) as number;
    });
  }

  #network(): void {
    const { network, random } = this.world;
    network.lossRate = random.pick([0, 0, 0.1, 0.5]);
    network.slowRate = random.pick([0, 0, 0.1, 0.5]);
    network.dns = random.pick(['well', 'well', 'fails', 'hangs', 'says-not-found']);
  }

  #disk(pod: SimulatedPod | undefined): void {
    if (!pod) return;
    const { disk } = pod.claim;
    const { random } = this.world;
    const kind = random.below(4);
    disk.capacityBytes = kind === 0 ? 512 : 1024 * 1024;
    disk.fault = null;
    if (kind === 1) {
      const operation = random.pick([
        'write',
        'sync',
        'rename',
        'syncDirectory',
        'open',
        'stat',
        'read',
      ] as const);
      disk.fault = (call) => (call.operation === operation ? { kind: 'error', code: 'EIO' } : undefined);
    }
  }

  #copy(pod: SimulatedPod | undefined): void {
    if (pod?.claim.replica) this.#snapshots.push({ name: pod.name, snapshot: pod.claim.snapshot() });
  }

  /** Lost, or put back to what it was earlier. */
  #replaceVolume(pod: SimulatedPod | undefined): void {
    if (!pod || pod.claim.holder !== pod) return;
    const { random, scheduler } = this.world;
    pod.kill();
    const saved = this.#snapshots.filter(({ name }) => name === pod.name);
    if (saved.length > 0 && random.chance(0.7)) {
      pod.claim.restore(random.pick(saved).snapshot, scheduler.now);
    } else {
      this.world.newClaim(pod.name);
    }
    this.world.scheduler.after(random.below(3000), () => this.#startMissing());
  }

  #clone(pod: SimulatedPod | undefined): void {
    if (!pod?.claim.replica || this.clones.size > 0) return;
    const name = `clock-${MAX_ORDINAL + 1}`;
    if (this.world.pods.has(name)) return;
    this.world.newClaim(name).restore(pod.claim.snapshot(), this.world.scheduler.now);
    this.clones.add(name);
    this.world.start(name);
  }

  #clock(pod: SimulatedPod | undefined): void {
    if (pod) pod.time.skewMs += this.world.random.below(600_000) - 300_000;
  }

  /** A second process on the same volume: the first is not gone yet, but its name already leads to the second. */
  #overlap(pod: SimulatedPod | undefined): void {
    if (!pod) return;
    this.world.start(pod.name);
    this.world.scheduler.after(this.world.random.below(4000), () => pod.kill());
  }
}
