import type { LeaveOutcome } from '../src/exchange/transport';
import type { LeaveMessage } from '../src/replicas/replica-schema';
import type { SimulatedPod } from './simulated-pod';
import { World } from './world';

/** A Service whose selector matches the pods of two sets: its name leads each pod to those of both. */
let world: World;
let ours: SimulatedPod[];
let theirs: SimulatedPod[];

const totals = (pods: readonly SimulatedPod[]) => pods.map(({ cluster }) => cluster.current()?.total);
const older = (pod: SimulatedPod): void => {
  const answer = pod.answer.bind(pod);
  pod.answer = () => {
    const { set, ...said } = answer();
    const { name: _, ...unnamed } = set;
    return { ...said, set: unnamed };
  };
};

beforeEach(async () => {
  world = new World(5);
  ours = [0, 1].map((ordinal) => world.start(`clock-${ordinal}`));
  theirs = [0, 1].map((ordinal) => world.start(`dev-clock-${ordinal}`));
  await world.run(5_000);
  for (const pod of ours) pod.visit();
  for (const pod of theirs) for (let n = 0; n < 3; n += 1) pod.visit();
});

afterEach(() => expect(world.oracle.problems).toEqual([]));

test.each(['this version', 'version 0.1.0'])(
  'neither set takes counts of the other, whose pods are of %s, and both say why they are not exact',
  async (version) => {
    if (version !== 'this version') for (const pod of theirs) older(pod);
    await world.run(15_000);
    expect([totals(ours), totals(theirs)]).toEqual([
      [2, 2],
      [6, 6],
    ]);
    for (const { cluster } of [...ours, ...theirs]) {
      expect(cluster.current()).toMatchObject({
        exact: false,
        reasons: [expect.stringContaining('belongs to another set')],
      });
      const strangers = cluster.peers().peers.filter(({ state }) => state === 'stranger');
      expect(strangers.map(({ reason }) => reason)).toEqual(['other-set', 'other-set']);
    }
  },
);

test('during a rolling update a pod of version 0.1.0 is a sibling by the name of its pod', async () => {
  const [first, second] = ours as [SimulatedPod, SimulatedPod];
  older(second);
  second.visit();
  await world.run(10_000);
  expect(first.cluster.current()).toMatchObject({ total: 3 });
  expect(first.cluster.peers().peers.find(({ pod }) => pod === 'clock-1')?.state).toBe('live');
});

test('neither set takes a final count of the other, from whichever side it comes', async () => {
  await world.run(5_000);
  const leaveOf = ({ claim, name, answer, boot }: SimulatedPod): LeaveMessage => ({
    format: 1,
    set: answer.call(theirs.concat(ours).find((pod) => pod.name === name)).set,
    pod: name,
    ordinal: 0,
    boot,
    replica: claim.replica,
    entry: { visits: 500, pod: name, ordinal: 0, seenAt: 1, final: true },
  });
  for (const [from, to] of [
    [theirs[0], ours[0]],
    [ours[0], theirs[0]],
  ] as [SimulatedPod, SimulatedPod][]) {
    let outcome: LeaveOutcome | null = null;
    void to.cluster.hear(leaveOf(from), from.address).then((found) => (outcome = found));
    await world.run(2_000, () => outcome !== null);
    expect(outcome).toBe('not-taken');
    expect(to.answer().replicas.has(from.claim.replica)).toBe(false);
  }
});

test('who stops reports its final count to its own set', async () => {
  const [first, second] = ours as [SimulatedPod, SimulatedPod];
  await world.run(5_000);
  void second.stop(1_000);
  await world.run(10_000, () => second.isDead);
  world.forget('clock-1');
  await world.run(5_000);
  const entry = first.cluster.current()?.replicas.find(({ pod }) => pod === 'clock-1');
  expect(entry).toMatchObject({ source: 'final', visits: 1 });
  for (const pod of theirs) expect(pod.answer().replicas.has(second.claim.replica)).toBe(false);
});
