import { Copy, type Loose } from './breakage';
import { type RuleName, rules } from './index';

type Breakage = readonly [rule: RuleName, finding: string, spoil: (copy: Copy) => void];

const env = (copy: Copy): Loose => copy.object('ConfigMap', 'clock-env').data;

/** One wrong manifest a line: the rule that sees it, what it says, and what was done. */
const breakages: Breakage[] = [
  ['restricted', 'clock/app may run as root', ({ clock }) => delete clock.pod.securityContext.runAsNonRoot],
  ['restricted', 'seccomp profile undefined', ({ clock }) => delete clock.pod.securityContext.seccompProfile],
  [
    'restricted',
    'metrics-sidecar may gain',
    ({ clock }) => delete clock.sidecar.securityContext.allowPrivilegeEscalation,
  ],
  [
    'restricted',
    'metrics-sidecar keeps capabilities',
    ({ clock }) => delete clock.sidecar.securityContext.capabilities,
  ],
  [
    'restricted',
    'adds capabilities',
    ({ clock }) => (clock.app.securityContext.capabilities.add = ['SYS_ADMIN']),
  ],
  ['restricted', 'port of the host', ({ clock }) => (clock.app.ports[0].hostPort = 80)],
  ['restricted', 'namespace of the host', ({ clock }) => (clock.pod.hostPID = true)],
  [
    'restricted',
    'type hostPath',
    ({ clock }) => (clock.pod.volumes = [{ name: 'h', hostPath: { path: '/' } }]),
  ],
  ['noToken', 'clock mounts a token', ({ clock }) => delete clock.pod.automountServiceAccountToken],
  [
    'noToken',
    'its account mounts',
    (copy) => delete copy.object('ServiceAccount', 'clock').automountServiceAccountToken,
  ],
  ['noToken', 'has no account', (copy) => copy.remove('ServiceAccount', 'clock')],
  ['noServiceLinks', 'takes service links', ({ clock }) => delete clock.pod.enableServiceLinks],
  ['mounts', 'which nobody defines', ({ clock }) => (clock.app.volumeMounts[0].name = 'visit')],
  [
    'mounts',
    'looks in /data, its claim is at /var',
    ({ clock }) => (clock.app.volumeMounts[0].mountPath = '/var'),
  ],
  ['claims', 'exactly one claim template', ({ clock }) => clock.set.spec.volumeClaimTemplates.push({})],
  ['claims', 'names its claim data', ({ clock }) => (clock.claim.metadata.name = 'data')],
  ['claims', 'has no kind', ({ clock }) => delete clock.claim.kind],
  [
    'claims',
    'frozen for ever',
    ({ clock }) => (clock.claim.metadata.labels['app.kubernetes.io/version'] = '1'),
  ],
  ['claims', 'has annotations', ({ clock }) => (clock.claim.metadata.annotations = {})],
  ['claims', 'one access mode', ({ clock }) => delete clock.claim.spec.accessModes],
  [
    'claims',
    'gives up its claims',
    ({ clock }) => delete clock.set.spec.persistentVolumeClaimRetentionPolicy,
  ],
  [
    'logBudget',
    'of a claim of 10000000',
    ({ clock }) => (clock.claim.spec.resources.requests.storage = '10M'),
  ],
  ['logBudget', 'keeps NaN', (copy) => delete env(copy).LOG_KEEP_BYTES],
  ['probePorts', 'probes port web', ({ clock }) => (clock.app.livenessProbe.httpGet.port = 'web')],
  [
    'probePorts',
    'sidecar probes port http',
    ({ clock }) => (clock.sidecar.livenessProbe.httpGet.port = 'http'),
  ],
  ['probePaths', 'probes the counting page', ({ clock }) => (clock.app.livenessProbe.httpGet.path = '/')],
  ['sidecar', 'not exactly one native', ({ clock }) => delete clock.sidecar.restartPolicy],
  ['sidecar', 'readiness probe', ({ clock }) => (clock.sidecar.readinessProbe = {})],
  ['sidecar', 'startup probe', ({ clock }) => (clock.sidecar.startupProbe = {})],
  ['sidecar', 'no liveness', ({ clock }) => delete clock.sidecar.livenessProbe],
  ['sidecar', 'hook', ({ clock }) => (clock.sidecar.lifecycle = { preStop: {} })],
  ['sidecar', 'can write', ({ clock }) => delete clock.sidecar.volumeMounts[0].readOnly],
  ['grace', 'needs 25 s to stop and gets 20', ({ clock }) => (clock.pod.terminationGracePeriodSeconds = 20)],
  ['grace', 'needs 50 s', (copy) => (env(copy).DRAIN_SECONDS = '30')],
  [
    'grace',
    'needs 35 s',
    ({ clock }) => (clock.sidecar.env.find(({ name }: Loose) => name === 'DRAIN_SECONDS').value = '10'),
  ],
  ['grace', 'has a preStop', ({ clock }) => (clock.app.lifecycle = { preStop: { sleep: { seconds: 5 } } })],
  [
    'governingService',
    'unready siblings',
    (copy) => delete copy.object('Service', 'clock-headless').spec.publishNotReadyAddresses,
  ],
  ['governingService', 'siblings at clock', (copy) => (env(copy).HEADLESS_SERVICE = 'clock')],
  [
    'servicePorts',
    'clock has no web',
    (copy) => (copy.object('Service', 'clock').spec.ports[0].targetPort = 'web'),
  ],
  [
    'servicePorts',
    'has no metrics',
    (copy) => (copy.object('Service', 'clock').spec.ports[0].targetPort = 'metrics'),
  ],
  ['clientService', 'has 0 client', (copy) => (copy.object('Service', 'clock').spec.selector = { app: 'x' })],
  [
    'clientService',
    'visitors to unready',
    (copy) => (copy.object('Service', 'clock').spec.publishNotReadyAddresses = true),
  ],
  ['selectors', 'does not spread', ({ clock }) => delete clock.pod.topologySpreadConstraints],
  ['selectors', 'clock selects {"a":"b"}', ({ clock }) => (clock.set.spec.selector.matchLabels = { a: 'b' })],
  [
    'selectors',
    'clock selects undefined',
    ({ clock }) => (clock.pod.topologySpreadConstraints[0].labelSelector = {}),
  ],
  [
    'selectors',
    'lacks a label of its pods',
    ({ clock }) => delete clock.set.metadata.labels['app.kubernetes.io/part-of'],
  ],
  [
    'selectors',
    'catches a neighbour',
    (copy) => (copy.object('Service', 'clock').spec.selector = { 'app.kubernetes.io/name': 'clock' }),
  ],
  [
    'disruption',
    'budget of no set',
    (copy) => (copy.object('PodDisruptionBudget', 'clock').spec.selector = {}),
  ],
  [
    'disruption',
    'can block',
    (copy) => (copy.object('PodDisruptionBudget', 'clock').spec.maxUnavailable = 0),
  ],
  [
    'disruption',
    'keeps sick pods',
    (copy) => delete copy.object('PodDisruptionBudget', 'clock').spec.unhealthyPodEvictionPolicy,
  ],
  [
    'network',
    'catches a neighbour',
    (copy) => (copy.object('NetworkPolicy', 'visits').spec.podSelector = {}),
  ],
  [
    'network',
    'leaves calculator out',
    (copy) =>
      (copy.object('NetworkPolicy', 'visits').spec.podSelector.matchLabels['app.kubernetes.io/name'] =
        'clock'),
  ],
  [
    'network',
    'names the port http',
    (copy) => (copy.object('NetworkPolicy', 'visits').spec.ingress[0].ports[0].port = 'http'),
  ],
  [
    'network',
    'leaves clock out',
    (copy) =>
      (copy.object('NetworkPolicy', 'visits').spec.egress[1].to[0].podSelector.matchLabels = { a: 'b' }),
  ],
  ['monitor', 'catches a neighbour', (copy) => (copy.object('PodMonitor', 'visits').spec.selector = {})],
  [
    'monitor',
    'has no 9464',
    (copy) => (copy.object('PodMonitor', 'visits').spec.podMetricsEndpoints[0].port = '9464'),
  ],
  [
    'monitor',
    'scrapes 2 ports',
    (copy) => copy.object('PodMonitor', 'visits').spec.podMetricsEndpoints.push({ port: 'http' }),
  ],
  ['alerting', 'has no rules', (copy) => (copy.object('PrometheusRule', 'visits').spec = {})],
  ['alerting', 'names visits.set twice', ({ alertRule }) => (alertRule.groups[0].name = 'visits.set')],
  [
    'alerting',
    'severity undefined',
    ({ alertRule }) => delete alertRule.groups.at(-1).rules[0].labels.severity,
  ],
  ['dashboards', "not Grafana's label", ({ dashboard }) => delete dashboard.metadata.labels],
  ['dashboards', 'a hash', ({ dashboard }) => (dashboard.metadata.name = 'visits-dashboard-72fb2mmkg5')],
  ['dashboards', 'too large', ({ dashboard }) => (dashboard.data['dashboard.json'] += ' '.repeat(2 ** 18))],
  ['dashboards', 'no dashboard of ours', ({ dashboard }) => (dashboard.data['dashboard.json'] = '{}')],
  ['environment', 'sets DRAIN, which nobody reads', (copy) => (env(copy).DRAIN = '5')],
  ['environment', 'leaves DRAIN_SECONDS unset', (copy) => delete env(copy).DRAIN_SECONDS],
  ['environment', 'sets a wrong LOG_LEVEL', (copy) => (env(copy).LOG_LEVEL = 'loud')],
  ['environment', 'sidecar misses POD_NAME', ({ clock }) => delete clock.sidecar.env],
  ['ports', 'listens on 8081, its port http is 8080', (copy) => (env(copy).PORT = '8081')],
  [
    'ports',
    "the sidecar's port metrics is 9000",
    ({ clock }) => (clock.sidecar.ports[0].containerPort = 9000),
  ],
  ['ports', 'more than its port http', ({ clock }) => clock.app.ports.push({ name: 'x', containerPort: 1 })],
  ['ports', 'calls its claim visits', ({ clock }) => (clock.app.env.at(-1).value = 'visits')],
  ['image', 'several images', ({ clock }) => (clock.sidecar.image = 'visits:0.0.9')],
  ['image', 'pulls a loaded image', ({ clock }) => (clock.app.imagePullPolicy = 'Always')],
  ['image', 'runs clok', ({ clock }) => (clock.app.args = ['clok'])],
  ['kinds', 'Thing needs acme.io', (copy) => copy.add({ apiVersion: 'acme.io/v1', kind: 'Thing' })],
  ['kinds', 'objects are in visits, new', ({ clock }) => (clock.set.metadata.namespace = 'new')],
  ['kinds', 'nothing is in', (copy) => (copy.object('Namespace', 'visits').metadata.name = 'other')],
  ['kinds', 'unrestricted', (copy) => delete copy.object('Namespace', 'visits').metadata.labels],
  [
    'kinds',
    'would delete the Namespace',
    (copy) => (copy.object('Namespace', 'visits').metadata.labels['app.kubernetes.io/part-of'] = 'visits'),
  ],
  ['kinds', 'would leave ConfigMap', (copy) => delete copy.object('ConfigMap', 'clock').metadata.labels],
  ['kinds', 'too long', ({ clock }) => (clock.set.metadata.name = 'c'.repeat(53))],
  ['resources', 'throttled', ({ clock }) => (clock.app.resources.limits.cpu = '1')],
  ['resources', 'requests undefined CPU', ({ clock }) => delete clock.sidecar.resources.requests],
  ['resources', '1Gi of 256Mi memory', ({ clock }) => (clock.app.resources.requests.memory = '1Gi')],
  ['resources', 'uses 88 MiB', ({ clock }) => (clock.sidecar.resources.requests.memory = '64Mi')],
  ['resources', 'too much for a laptop', ({ clock }) => (clock.set.spec.replicas = 9)],
  ['termination', 'sidecar ends without', ({ clock }) => delete clock.sidecar.terminationMessagePolicy],
  ['termination', 'app ends without', ({ clock }) => (clock.app.terminationMessagePolicy = 'File')],
  ['values', 'is paralel', ({ clock }) => (clock.set.spec.podManagementPolicy = 'paralel')],
  ['values', 'is ReadWriteTwice', ({ clock }) => (clock.claim.spec.accessModes = ['ReadWriteTwice'])],
  ['values', 'is 192Mx', ({ clock }) => (clock.app.resources.limits.memory = '192Mx')],
  ['values', 'is Loadbalancer', (copy) => (copy.object('Service', 'clock').spec.type = 'Loadbalancer')],
];

it('an untouched copy breaks no rule but the one on custom resources', () => {
  const { manifests } = new Copy();
  const broken = Object.entries(rules).filter(([, rule]) => [...rule.check(manifests)].length > 0);
  expect(broken.map(([name]) => name)).toEqual(['kinds']);
});

it.each(breakages)('%s sees: %s', (rule, finding, spoil) => {
  const copy = new Copy();
  expect([...rules[rule].check(copy.manifests)].filter((found) => found.includes(finding))).toEqual([]);
  spoil(copy);
  expect([...rules[rule].check(copy.manifests)]).toContainEqual(expect.stringContaining(finding));
});

it('every rule was seen to fail', () => {
  expect([...new Set(breakages.map(([rule]) => rule))].sort()).toEqual(Object.keys(rules).sort());
});
