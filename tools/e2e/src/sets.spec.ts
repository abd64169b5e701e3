import { type V1Pod } from '@kubernetes/client-node';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '@visits/testing/workspace';
import { core } from './cluster';
import { check, cleansUp, given } from './evidence';
import { Installation } from './installation';
import { Namespace } from './namespace';
import { countOf, visit, visits } from './pod-client';
import { nameOf, restartsOf } from './pod-history';
import { claimsOf, observedSet, rolledOut } from './stateful-set';

cleansUp();

const readme = readFileSync(join(workspaceRoot, 'deploy/README.md'), 'utf8');
let namespace: Namespace;
let installation: Installation;

given('two clocks and a calculator', async () => {
  namespace = await Namespace.create('sets');
  installation = new Installation(namespace, 'vault-pair');
  await installation.apply();
  await Promise.all([namespace.pods.allReady('clock', 2), namespace.pods.allReady('calculator', 1)]);
  await visits(namespace, 'clock-0', 5);
  await visits(namespace, 'clock-1', 2);
});

check('a set deleted with --cascade=orphan and applied again adopts its pods: no restart', async () => {
  const pods = state();
  await namespace.kubectl(['delete', 'statefulset', 'clock', '--cascade=orphan']);
  await installation.apply();
  const { metadata } = await observedSet(namespace, 'clock');
  await namespace.pods.until('both pods belong to the new set', 30_000, () => {
    const owners = namespace.pods.ofSet('clock').map((pod) => pod.metadata!.ownerReferences![0]!.uid);
    return owners.length === 2 && owners.every((uid) => uid === metadata!.uid);
  });
  await rolledOut(namespace, 'clock');
  expect(state()).toEqual(pods);
  expect((await visit(namespace, 'clock-0')).n).toBe(6);
});

check(
  'after a `rollout restart` the same replaces the pods, one by one, and the docs say so',
  async () => {
    await namespace.kubectl(['rollout', 'restart', 'statefulset/clock']);
    await rolledOut(namespace, 'clock');
    const pods = state();
    await namespace.kubectl(['delete', 'statefulset', 'clock', '--cascade=orphan']);
    await installation.apply();
    await namespace.pods.until('a pod is replaced', 60_000, () =>
      namespace.pods.ofSet('clock').some(isDying),
    );
    await rolledOut(namespace, 'clock');
    expect(state().map(([name]) => name)).toEqual(['clock-0', 'clock-1']);
    for (const [i, [, uid]] of state().entries()) expect(uid).not.toBe(pods[i]![1]);
    expect(await counts()).toEqual([6, 2]);
    expect(readme.replace(/\s+/g, ' ')).toContain('except after a `kubectl rollout restart`');
  },
  { timeoutMs: 180_000 },
);

check('a set deleted and applied again finds its claims and counts', async () => {
  const claims = await claimsOf(namespace);
  await namespace.kubectl(['delete', 'statefulset', 'clock']);
  await namespace.pods.until('its pods are gone', 60_000, () => namespace.pods.ofSet('clock').length === 0);
  await installation.apply();
  await namespace.pods.allReady('clock', 2);
  expect(await claimsOf(namespace)).toEqual(claims);
  expect(await counts()).toEqual([6, 2]);
});

check('another claim size is refused by name, nothing changes, and the docs tell what to do', async () => {
  const pods = state();
  const path = '/spec/volumeClaimTemplates/0/spec/resources/requests/storage';
  const refused = await installation.tryApply({ changes: [{ op: 'replace', path, value: '2Gi' }] });
  expect(refused.code).not.toBe(0);
  const refusal = /updates to statefulset spec for fields other than .* are forbidden/;
  expect(refused.stderr).toMatch(refusal);
  expect(readme.replace(/\s+/g, ' ')).toMatch(refusal);
  expect(readme).toContain('--cascade=orphan');
  expect(state()).toEqual(pods);
});

check(
  'uninstalled by label as the docs have it, the claims stay; applied again, the counts are there',
  async () => {
    const claims = await claimsOf(namespace);
    const [command] = /^kubectl -n new delete (?!pvc).*-l .*$/m.exec(readme) ?? [];
    expect(command).toBeDefined();
    await namespace.kubectl(command!.split(' ').slice(3));
    await namespace.pods.until('all pods are gone', 60_000, () => namespace.pods.now.length === 0);
    const { stdout } = await namespace.kubectl([
      'get',
      'statefulset,service,configmap,serviceaccount,pdb,networkpolicy',
      '-l',
      'app.kubernetes.io/part-of=visits',
      '-o',
      'name',
    ]);
    expect(stdout).toBe('');
    const { items } = await core.listNamespacedPersistentVolumeClaim({ namespace: namespace.name });
    expect(items.map(({ status }) => status?.phase)).toEqual(['Bound', 'Bound', 'Bound']);
    expect(await claimsOf(namespace)).toEqual(claims);
    await installation.apply();
    await Promise.all([namespace.pods.allReady('clock', 2), namespace.pods.allReady('calculator', 1)]);
    expect(await counts()).toEqual([6, 2]);
  },
);

function isDying({ metadata }: V1Pod): boolean {
  return metadata?.deletionTimestamp !== undefined;
}

/** The pods as processes: a restart or a new pod changes it. */
function state() {
  return namespace.pods
    .ofSet('clock')
    .map((pod) => [nameOf(pod), pod.metadata!.uid, restartsOf(pod), restartsOf(pod, 'metrics-sidecar')]);
}

function counts(): Promise<number[]> {
  return Promise.all(['clock-0', 'clock-1'].map(async (pod) => (await countOf(namespace, pod)).visits));
}
