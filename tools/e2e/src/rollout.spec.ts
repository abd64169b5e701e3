import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type V1Pod } from '@kubernetes/client-node';
import { workspaceRoot } from '@visits/testing/workspace';
import { eventually } from '@visits/testing/eventually';
import { check, cleansUp, given } from './evidence';
import { Installation, revision, type Change } from './installation';
import { Namespace } from './namespace';
import { countOf, visits } from './pod-client';
import { containerOf, isReady, nameOf, type PodEvent } from './pod-history';
import { claimsOf, observedSet, rolledOut } from './stateful-set';
import { Visitors, type Plan } from './visitors';
import { judge } from './volume-copy';
import { innocent } from '@visits/testing/ledger';

cleansUp();

const set = 'clock';
const names = ['clock-0', 'clock-1', 'clock-2'];
let namespace: Namespace;
let installation: Installation;
let send: (plan: Plan) => Visitors;

given('three clocks and visitors beside them', async () => {
  namespace = await Namespace.create('rollout');
  installation = new Installation(namespace, 'loadbalancer-trio');
  await installation.apply();
  [send] = await Promise.all([Visitors.arrive(namespace), namespace.pods.allReady(set, 3)]);
});

check(
  'a rolling update goes from 2 to 0, one at a time, and no visitor of the Service meets a failure',
  async () => {
    const load = send({ url: 'http://clock:8080/', visitors: 4, pauseMs: 20 });
    await eventually('all three pods are visited', 30_000, () => load.byPod.size === 3);
    const from = namespace.pods.events.length;
    await installation.apply({ changes: [revision('7')] });
    await rolledOut(namespace, set);
    const given = load.ledger.receipts.length;
    await eventually('visits go on', 30_000, () => load.ledger.receipts.length > given + 50);
    await load.leave();
    expect(load.failures).toEqual([]);
    const events = namespace.pods.events.slice(from);
    expect(deletions(events)).toEqual(['clock-2', 'clock-1', 'clock-0']);
    expect(mostUnready(events)).toBe(1);
    expect(await judge(namespace, names, load.ledger)).toEqual(innocent);
  },
  { timeoutMs: 240_000 },
);

check(
  'OnDelete: a new template reaches only the pod that somebody deletes',
  async () => {
    const before = uids();
    await installation.apply({ components: ['update-on-delete'], changes: [revision('8')] });
    const { status } = await observedSet(namespace, set);
    expect(status?.updateRevision).not.toBe(status?.currentRevision);
    const refused = await namespace.tryKubectl(['rollout', 'status', `statefulset/${set}`]);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('rollout status is only available for RollingUpdate strategy type');
    await replace('clock-1');
    expect(revisionOf('clock-1')).toBe(status?.updateRevision);
    expect(revisionOf('clock-0')).toBe(status?.currentRevision);
    expect(revisionOf('clock-2')).toBe(status?.currentRevision);
    expect({ ...uids(), 'clock-1': before['clock-1'] }).toEqual(before);
  },
  { timeoutMs: 120_000 },
);

check(
  'a partition makes the highest ordinal a canary; a deleted low one returns at the old revision',
  async () => {
    // All on one revision again, so that there is an old one.
    await installation.apply({ changes: [revision('8')] });
    await rolledOut(namespace, set);
    const old = revisionOf('clock-0');
    await installation.apply({ changes: [partition(2), revision('9')] });
    await namespace.pods.until('the canary is at the new revision', 90_000, () => {
      const canary = namespace.pods.get('clock-2');
      return canary && isReady(canary) && revisionOf('clock-2') !== old;
    });
    const last = await visits(namespace, 'clock-0', 3);
    await replace('clock-0');
    expect(names.slice(0, 2).map(revisionOf)).toEqual([old, old]);
    expect((await observedSet(namespace, set)).status?.updateRevision).toBe(revisionOf('clock-2'));
    expect((await countOf(namespace, 'clock-0')).visits).toBe(last.n);
  },
  { timeoutMs: 240_000 },
);

check(
  'an image that is not there stops at one pod; the revert alone heals',
  async () => {
    await installation.apply({ changes: [revision('8')] });
    await rolledOut(namespace, set);
    const before = uids();
    const last = await visits(namespace, 'clock-2', 3);
    await installation.apply({ changes: [revision('8')], image: 'localhost/visits:broken' });
    await namespace.pods.until('clock-2 has no image', 90_000, () => {
      const reason = containerOf(namespace.pods.get('clock-2'), 'metrics-sidecar')?.state?.waiting?.reason;
      return reason === 'ErrImagePull' || reason === 'ImagePullBackOff';
    });
    expect(names.slice(0, 2).map((name) => isReady(namespace.pods.get(name)!))).toEqual([true, true]);
    await installation.apply({ changes: [revision('8')] });
    await namespace.pods.ready('clock-2');
    await rolledOut(namespace, set);
    expect({ ...uids(), 'clock-2': before['clock-2'] }).toEqual(before);
    expect((await countOf(namespace, 'clock-2')).visits).toBe(last.n);
  },
  { timeoutMs: 240_000 },
);

check(
  'scaled from 3 to 1 to 3, the claims stay and the counts return',
  async () => {
    const before = await Promise.all(names.map((name) => countOf(namespace, name)));
    const claims = await claimsOf(namespace);
    expect(Object.keys(claims).sort()).toEqual(names.map((name) => `visits-${name}`));
    await namespace.kubectl(['scale', `statefulset/${set}`, '--replicas=1']);
    await namespace.pods.until('one pod is left', 60_000, () => namespace.pods.ofSet(set).length === 1);
    expect(await claimsOf(namespace)).toEqual(claims);
    // Whose number counts now? The API server asks, and the docs tell both answers.
    const refused = await installation.tryApply({ changes: [revision('8')] });
    expect(refused.stderr).toMatch(/conflict with .* with subresource "scale" .*: \.spec\.replicas/);
    expect(readFileSync(join(workspaceRoot, 'deploy/README.md'), 'utf8')).toContain('--force-conflicts');
    expect(namespace.pods.ofSet(set)).toHaveLength(1);
    await namespace.kubectl(['scale', `statefulset/${set}`, '--replicas=3']);
    await namespace.pods.allReady(set, 3);
    expect(await claimsOf(namespace)).toEqual(claims);
    const after = await Promise.all(names.map((name) => countOf(namespace, name)));
    for (const [i, { replica, visits }] of before.entries())
      expect(after[i]).toMatchObject({ replica, visits });
  },
  { timeoutMs: 180_000 },
);

function partition(value: number): Change {
  return { op: 'replace', path: '/spec/updateStrategy/rollingUpdate/partition', value };
}

function revisionOf(name: string): string | undefined {
  return namespace.pods.get(name)?.metadata?.labels?.['controller-revision-hash'];
}

function uids(): Record<string, string> {
  return Object.fromEntries(namespace.pods.ofSet(set).map((pod) => [nameOf(pod), pod.metadata!.uid!]));
}

async function replace(name: string): Promise<V1Pod> {
  const { uid } = namespace.pods.get(name)!.metadata!;
  await namespace.kubectl(['delete', 'pod', name, '--wait=false']);
  return namespace.pods.ready(name, { unlike: uid });
}

/** Names in the order in which their deletion began. */
function deletions(events: readonly PodEvent[]): string[] {
  const dying = events.filter(({ pod }) => pod.metadata?.deletionTimestamp !== undefined);
  return [...new Set(dying.filter(({ pod }) => names.includes(nameOf(pod))).map(({ pod }) => nameOf(pod)))];
}

/** The most pods of the set that were not ready at once. All are ready at first. */
function mostUnready(events: readonly PodEvent[]): number {
  const unready = new Set<string>();
  let most = 0;
  for (const { type, pod } of events) {
    if (!names.includes(nameOf(pod))) continue;
    if (type !== 'DELETED' && isReady(pod)) unready.delete(nameOf(pod));
    else unready.add(nameOf(pod));
    most = Math.max(most, unready.size);
  }
  return most;
}
