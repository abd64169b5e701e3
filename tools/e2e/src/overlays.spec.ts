import { type Workload } from '@visits/testing/manifests';
import { manifestsOf, mountOf, overlays } from '@visits/testing/overlay';
import { core } from './cluster';
import { check, cleansUp } from './evidence';
import { Installation } from './installation';
import { kubectl } from './kubectl';
import { asWritten, ownCluster, wrapped } from './environments';
import { Namespace } from './namespace';
import { countOf } from './pod-client';

cleansUp();

/** The clocks of report 001 are on one fixed node port, and shared volumes are not everywhere. */
const needs = { 'nodeport-trio': 'rwx' } as const;

for (const overlay of overlays) {
  check(
    `${overlay} becomes ready, each pod on a claim of its own`,
    async () => {
      const { namespace, uninstall } = await (ownCluster ? asWritten(overlay) : wrapped(overlay));
      for (const workload of manifestsOf(overlay).workloads) await becomesReady(namespace, workload);
      await uninstall();
    },
    { timeoutMs: 180_000, needs: needs[overlay as keyof typeof needs] },
  );
}

describe('a namespace for restricted pods', () => {
  let namespace: Namespace;

  beforeAll(async () => {
    namespace = await Namespace.create('restricted');
  });

  for (const overlay of overlays) {
    check(`admits ${overlay} without a warning`, async () => {
      const { stderr } = await new Installation(namespace, overlay).apply({}, ['--dry-run=server']);
      expect(stderr).toBe('');
      for (const { name, set } of manifestsOf(overlay).workloads) {
        const { metadata, spec } = set.spec!.template;
        const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name }, spec: { ...spec } };
        // What the controller would add, and what is not there in a dry run.
        pod.spec.volumes = [{ name: 'visits', persistentVolumeClaim: { claimName: `visits-${name}-0` } }];
        delete pod.spec.serviceAccountName;
        const admitted = await namespace.kubectl(
          ['create', '--dry-run=server', '-o', 'name', '-f', '-'],
          JSON.stringify(pod),
        );
        expect(admitted).toMatchObject({ stdout: `pod/${name}\n`, stderr: '' });
      }
    });
  }

  check('refuses a pod that may be root, so it does look', async () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'root' },
      spec: { containers: [{ name: 'app', image: 'any' }] },
    };
    const refused = await namespace.tryKubectl(
      ['create', '--dry-run=server', '-f', '-'],
      JSON.stringify(pod),
    );
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('violates PodSecurity "restricted:');
  });
});

async function becomesReady(namespace: Namespace, workload: Workload): Promise<void> {
  const { name, set, claim } = workload;
  const replicas = set.spec!.replicas!;
  const pods = await namespace.pods.allReady(name, replicas);
  for (const [ordinal, pod] of pods.entries()) {
    const podName = `${name}-${ordinal}`;
    expect(pod.metadata?.name).toBe(podName);
    const found = await core.readNamespacedPersistentVolumeClaim({
      namespace: namespace.name,
      name: `visits-${podName}`,
    });
    expect(found.status?.phase).toBe('Bound');
    expect(found.spec?.accessModes).toEqual(claim!.spec!.accessModes);
    expect(found.spec?.resources).toEqual(claim!.spec!.resources);
    expect(await countOf(namespace, podName)).toMatchObject({ visits: 0, pod: podName, ordinal });
    expect(await namespace.exec(podName, ['cat', `${mountOf(workload)}/visits.txt`])).toBe('0\n');
  }
  await kubectl(['-n', namespace.name, 'rollout', 'status', `statefulset/${name}`, '--timeout=60s']);
}
