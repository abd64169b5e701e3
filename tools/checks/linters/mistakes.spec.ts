import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { Copy } from '../manifests/rules/breakage';
import { failedChecks, kubeScore } from './kube-score';
import { kubernetesValidate, schemaFindings } from './kubernetes-validate';

type Spoil = (copy: Copy) => void;

const folder = mkdtempSync(join(tmpdir(), 'visits-mistakes-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Production with a mistake in it, as a file. */
function spoilt(spoil: Spoil = () => {}): string {
  const copy = new Copy();
  // Custom resources, which no linter knows.
  for (const kind of ['PodMonitor', 'PrometheusRule']) copy.remove(kind, 'visits');
  spoil(copy);
  const file = join(folder, 'manifests.yaml');
  writeFileSync(file, copy.manifests.objects.map((object) => stringify(object)).join('---\n'));
  return file;
}

/** What our own rules leave to kube-score, because it sees it. */
const scored: [check: string, spoil: Spoil][] = [
  ['container-security-context-user-group-id', ({ clock }) => (clock.pod.securityContext.runAsUser = 1000)],
  ['container-security-context-privileged', ({ clock }) => (clock.app.securityContext.privileged = true)],
  [
    'container-security-context-readonlyrootfilesystem',
    ({ clock }) => delete clock.app.securityContext.readOnlyRootFilesystem,
  ],
  ['pod-probes-identical', ({ clock }) => (clock.app.readinessProbe.httpGet.path = '/livez')],
  ['pod-probes', ({ clock }) => delete clock.app.readinessProbe],
  ['statefulset-has-servicename', ({ clock }) => (clock.set.spec.serviceName = 'clocks')],
  ['statefulset-has-servicename', (copy) => delete copy.object('Service', 'clock-headless').spec.clusterIP],
  ['statefulset-has-poddisruptionbudget', (copy) => copy.remove('PodDisruptionBudget', 'clock')],
  ['container-image-tag', ({ clock }) => (clock.app.image = 'visits:latest')],
  ['container-image-tag', ({ clock }) => (clock.app.image = 'visits')],
];

kubeScore.it.each(scored)('kube-score sees %s', (check, spoil) => {
  expect(failedChecks(spoilt())).not.toContain(check);
  expect(failedChecks(spoilt(spoil))).toContain(check);
});

/** And to the schema. */
const service = (copy: Copy) => copy.object('Service', 'clock').spec;
const invalid: [finding: string, spoil: Spoil][] = [
  ["'clusterIp' was unexpected", (copy) => (service(copy).clusterIp = 'None')],
  ["'8080x' is not of type 'integer'", (copy) => (service(copy).ports[0].port = '8080x')],
  ["is not of type 'array'", (copy) => (service(copy).ports = { port: 8080 })],
  ["1 is not of type 'string'", (copy) => (service(copy).selector = { app: 1 })],
];

kubernetesValidate.it.each(invalid)('the schema says %s', (finding, spoil) => {
  expect(schemaFindings('1.33', spoilt())).toEqual([]);
  expect(schemaFindings('1.33', spoilt(spoil))).toEqual([expect.stringContaining(finding)]);
});
