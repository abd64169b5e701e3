import type { Total } from '../src/total/total';
import { Actions } from './actions';
import type { SimulatedPod } from './simulated-pod';
import { World } from './world';

/** Longer than the longest backoff, and than the patience of a fresh volume. */
const HEALING_MS = 60_000;

export interface Outcome {
  readonly problems: readonly string[];
  readonly answers: number;
  readonly exactAnswers: number;
  readonly rotations: number;
  readonly duplicates: number;
}

/** One seeded life of a set: 3 to 20 seconds of chance, then all is healed and everybody must agree. */
export async function live(seed: number): Promise<Outcome> {
  const world = new World(seed);
  // With one sibling in a round only a request for the total asks everybody, as in a large set.
  world.perRound = seed % 3 === 0 ? 1 : 8;
  const { random, scheduler, oracle } = world;
  const actions = new Actions(world);
  const replicas = 1 + random.below(4);
  for (let ordinal = 0; ordinal < replicas; ordinal += 1) world.start(`clock-${ordinal}`);
  const end = 3_000 + random.below(17_000);
  const calm = random.chance(0.3) ? 400 : 100;
  while (scheduler.now < end) {
    await world.run(5 + random.below(calm * 2));
    actions.act();
  }
  await heal(world, actions);
  const { problems, answers, exactAnswers } = oracle;
  const count = (kind: string): number => world.events.filter((event) => event.kind === kind).length;
  return { problems, answers, exactAnswers, rotations: count('rotated'), duplicates: count('duplicate') };
}

/** What is wrong; the seed alone repeats it. */
export async function run(seed: number): Promise<string[]> {
  return [...(await live(seed)).problems];
}

/** For a person: what the seed's life came to. */
export const describe = async (seed: number): Promise<string> => JSON.stringify(await live(seed));

async function heal(world: World, actions: Actions): Promise<void> {
  const { network, oracle } = world;
  network.heal();
  world.rotationFate = () => 'works';
  for (const claim of world.everyClaim) {
    claim.disk.fault = null;
    claim.disk.capacityBytes = 1024 * 1024;
  }
  const startMissing = (): void => {
    for (const [name, pod] of world.pods) if (pod.isDead) world.start(name);
  };
  await world.run(5_000); // what is stopping or overlapping ends
  startMissing();
  if (duplicates(world).length > 0) {
    await world.run(HEALING_MS, () => duplicates(world).every((pod) => pod.cluster.peers().duplicate));
    for (const pod of duplicates(world)) {
      if (!pod.cluster.peers().duplicate) oracle.problem(`${pod.name} does not report its duplicate`);
      if (pod.cluster.current()?.exact)
        oracle.problem(`${pod.name} calls a total exact beside its duplicate`);
    }
  }
  for (const name of actions.clones) {
    world.pods.get(name)?.kill();
    world.forget(name);
  }
  await world.run(HEALING_MS, () => agreed(world));
  if (!agreed(world)) {
    const views = world.running.map((pod) => `${pod.name} ${JSON.stringify(pod.cluster.current())}`);
    oracle.problem(`no agreement: ${views.join(' | ')}`);
  }
  for (const pod of world.running) await pod.ask(false);
}

/** Pods that count under one id, both with a name that leads to them. */
function duplicates(world: World): SimulatedPod[] {
  const pods = world.running.filter(
    ({ self, name, address }) => self.replica !== null && world.network.names.get(name)?.address === address,
  );
  return pods.filter((pod) => pods.some((other) => other !== pod && other.self.replica === pod.self.replica));
}

function agreed(world: World): boolean {
  const totals = world.running.map(({ cluster }) => cluster.current());
  const [first] = totals;
  if (world.running.some(({ name, address }) => world.network.names.get(name)?.address !== address))
    return false;
  return totals.every(
    (total) =>
      total !== null &&
      total.total === first?.total &&
      total.replicas.length === first.replicas.length &&
      total.exact === total.replicas.every(({ source }) => source !== 'cached') &&
      total.replicas.every(({ replica, visits }) => visits === visitsOf(first, replica)),
  );
}

function visitsOf({ replicas }: Total, id: string): number | undefined {
  return replicas.find(({ replica }) => replica === id)?.visits;
}
