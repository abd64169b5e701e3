import { loadCluster, type Leftover, type Manifest } from '@visits/verify';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { workspaceRoot } from '@visits/testing/workspace';
import { eventually } from '@visits/testing/eventually';
import { apps, core } from './cluster';
import { check, cleansUp, given } from './evidence';
import { Installation } from './installation';
import { Namespace } from './namespace';
import { folder } from './proof-run';
import { rolledOut } from './stateful-set';
import { asRun, visits, visitsMain } from './visits-command';

cleansUp();

const golden = readFileSync(join(workspaceRoot, 'deploy/golden/verify.yaml'), 'utf8');
const rendered = parseAllDocuments(golden).map((document) => document.toJS() as Manifest);

let namespace: Namespace;
let installation: Installation;

given('two clocks that are somebody else’s', async () => {
  namespace = await Namespace.create('undo');
  installation = new Installation(namespace, 'clusterip-pair');
  await installation.apply();
  await namespace.pods.allReady('clock', 2);
  await rolledOut(namespace, 'clock');
});

async function clock() {
  const { metadata, spec } = await apps.readNamespacedStatefulSet({
    namespace: namespace.name,
    name: 'clock',
  });
  const { managedFields = [], uid, labels, annotations } = metadata!;
  const owners = managedFields.filter(({ subresource }) => subresource !== 'status');
  return { uid, labels, annotations, spec, owners };
}

/** A run that has the set, and has changed nothing of it yet. */
async function begun(name: string) {
  const { Guard } = await loadCluster();
  const before = await clock();
  const run = asRun(name);
  const { client } = run.in(namespace.name);
  const guard = await Guard.begin(client, { run: run.id, namespace: namespace.name, sets: ['clock'] });
  const ref = { kind: 'StatefulSet', namespace: namespace.name, name: 'clock' } as const;
  return { before, run, client, guard, known: { ...ref, uid: before.uid! } };
}

async function leftOf(run: string): Promise<string> {
  const kinds = 'configmap,lease,job,pod,statefulset,service,pvc';
  return (await namespace.kubectl(['get', kinds, '-l', `visits.dev/verify-run=${run}`, '-o', 'name'])).stdout;
}

check(
  'what a run changed is put back, with the owners of its fields, and nothing of the run is left',
  async () => {
    const { before, run, client, guard, known } = await begun('aa');
    await client.calls.scale(known, 1);
    const metadata = { annotations: { 'visits.dev/verify-revision': 'x' } };
    await client.calls.patch(known, { spec: { template: { metadata } } });
    expect((await clock()).spec?.replicas).toBe(1);
    expect(await guard.end()).toEqual([]);
    expect(await clock()).toEqual(before);
    expect(await leftOf(run.id)).toBe('');
    expect((await installation.tryApply()).stderr).toBe('');
    await rolledOut(namespace, 'clock');
  },
);

for (const [propagation, isAt] of [
  ['Orphan', 'is gone'],
  ['Foreground', 'is on its way out'],
] as const)
  check(`a set that a run took down comes back, claims and all, also while it ${isAt}`, async () => {
    const { before, client, guard, known } = await begun('ab');
    await client.calls.delete(known, { propagation });
    if (propagation === 'Orphan')
      await eventually('it is gone', 30_000, async () => !(await client.find(known)));
    else expect((await client.find(known))?.metadata?.deletionTimestamp).toBeDefined();
    expect(await guard.end()).toEqual([]);
    const { uid, spec, labels } = await clock();
    expect({ spec, labels }).toEqual({ spec: before.spec, labels: before.labels });
    expect(uid).not.toBe(before.uid);
    await rolledOut(namespace, 'clock');
  });

check('one run has a set: the second is refused, with holder and age', async () => {
  const { Guard } = await loadCluster();
  const [first, second] = [asRun('ba'), asRun('bb')];
  const options = { namespace: namespace.name, sets: ['clock'] };
  const guard = await Guard.begin(first.in(namespace.name).client, { run: first.id, ...options });
  const begun = Guard.begin(second.in(namespace.name).client, { run: second.id, ...options });
  await expect(begun).rejects.toMatchObject({
    code: 'set-taken',
    message: expect.stringMatching(new RegExp(`run ${first.id} of \\S+/${process.pid}, for \\d+ s`)),
  });
  const { status, stderr } = await visits(['restore', first.id, '-n', namespace.name]);
  expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringContaining('still goes on') });
  expect(await guard.end()).toEqual([]);
  expect(await leftOf(second.id)).toBe('');
});

check('what somebody else changes meanwhile is written down, and stays', async () => {
  const { Guard } = await loadCluster();
  const run = asRun('ca');
  const { client, seen } = run.in(namespace.name);
  const guard = await Guard.begin(client, { run: run.id, namespace: namespace.name, sets: ['clock'] });
  await namespace.kubectl(['scale', 'statefulset/clock', '--replicas=3']);
  await eventually('it is seen', 20_000, async () => seen.some(({ kind }) => kind === 'changed'));
  expect(seen.filter(({ kind }) => kind === 'changed')).toMatchObject([
    { object: 'statefulset/clock', manager: expect.stringMatching(/^kubectl/), detail: 'spec.replicas' },
  ]);
  expect(await guard.end()).toEqual([]);
  expect((await clock()).spec?.replicas).toBe(3);
  await namespace.kubectl(['scale', 'statefulset/clock', '--replicas=2']);
});

check(
  'after a SIGKILL, `restore` makes all equal again',
  async () => {
    await rolledOut(namespace, 'clock');
    const before = await clock();
    const flags = ['-n', namespace.name, '--yes', '--allow', 'disturb', '--only', 'scale', '--out', folder()];
    const child = spawn(process.execPath, [visitsMain, 'verify', 'sts/clock', ...flags], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    await eventually('it is scaled', 90_000, async () => (await clock()).spec?.replicas === 1);
    child.kill('SIGKILL');
    await ended;
    const { status, stdout } = await visits(['restore', '-n', namespace.name]);
    expect({ status, stdout }).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('everything is as it was'),
    });
    expect((await clock()).spec).toEqual(before.spec);
    const left = await namespace.kubectl([
      'get',
      'configmap,lease,job,pod',
      '-l',
      'visits.dev/verify-run',
      '-o',
      'name',
    ]);
    expect(left.stdout).toBe('');
    await rolledOut(namespace, 'clock');
  },
  { timeoutMs: 240_000 },
);

describe('a namespace of its own', () => {
  check('is never one that somebody else made under that name', async () => {
    const { installOwnSet, restoreRun } = await loadCluster();
    const run = asRun('da');
    const name = `visits-verify-${run.id}`;
    const labels = { 'visits.dev/verify-run': run.id };
    const { metadata } = await core.createNamespace({ body: { metadata: { name, labels } } });
    try {
      const { client } = run.in('default');
      await expect(installOwnSet(client, { run: run.id, rendered })).rejects.toMatchObject({
        code: 'namespace-foreign',
      });
      const record = {
        ...{
          schema: 1 as const,
          run: run.id,
          startedAt: new Date().toISOString(),
          holder: '-',
          sets: [],
          nodes: [],
        },
        namespaceUid: '00000000-0000-0000-0000-000000000000',
      };
      const left: Leftover[] = await restoreRun(client, { namespace: name, uid: '-', record });
      expect(left).toMatchObject([
        { object: `namespace/${name}`, why: 'it is not the one that the run made' },
      ]);
      const there = await core.readNamespace({ name });
      expect(there.metadata?.uid).toBe(metadata!.uid);
      expect(there.metadata?.deletionTimestamp).toBeUndefined();
    } finally {
      await core.deleteNamespace({ name });
    }
  });

  check(
    'goes with all that is in it, and a volume that its class keeps is reported',
    async () => {
      const { installOwnSet } = await loadCluster();
      const run = asRun('db');
      const { client } = run.in('default');
      const set = await installOwnSet(client, { run: run.id, rendered, replicas: 1 });
      const own = await Namespace.open(set.namespace);
      await own.pods.allReady('clock', 1);
      const { items } = await core.listNamespacedPersistentVolumeClaim({ namespace: set.namespace });
      const kept = items[0]!.spec!.volumeName!;
      await own.kubectl(['patch', 'pv', kept, '-p', '{"spec":{"persistentVolumeReclaimPolicy":"Retain"}}']);
      own.forget();
      expect(await set.remove()).toEqual([
        {
          ...{ object: `persistentvolume/${kept}`, why: 'its class keeps volumes (Retain)' },
          command: `kubectl delete persistentvolume ${kept}`,
        },
      ]);
      await expect(core.readNamespace({ name: set.namespace })).rejects.toMatchObject({ code: 404 });
      await core.deletePersistentVolume({ name: kept });
    },
    { timeoutMs: 240_000 },
  );
});
