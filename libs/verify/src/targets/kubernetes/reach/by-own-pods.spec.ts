import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClusterClient, type ObjectOf } from '../client';
import { copyPodVolume } from '../set/pod-volume';
import { ApiServer } from '../testing/api-server';
import { byOwnPods } from './by-own-pods';

const UNAVAILABLE = 503;
const dir = mkdtempSync(join(tmpdir(), 'visits-own-pods-'));
const message = join(dir, 'message');
const volume = join(dir, 'volume');
let api: ApiServer;
/** Each pod that was made. */
let made: ObjectOf<'Pod'>[];
/** What comes between a command's log and whoever reads it. */
let onLog: (log: string, tries: number) => string;

beforeEach(async () => {
  api = await ApiServer.start();
  made = [];
  onLog = (log) => log;
  rmSync(volume, { recursive: true, force: true });
  spawnSync('mkdir', ['-p', volume]);
  writeFileSync(join(volume, 'visits.log'), '1 a visit\n');
  api.onMade = (_, pod) => run(pod as ObjectOf<'Pod'>);
});
afterEach(() => api.stop());
afterAll(() => rmSync(dir, { recursive: true }));

const pod = (): ObjectOf<'Pod'> => ({
  metadata: { name: 'clock-0', namespace: 'lab', labels: { app: 'clock' } },
  spec: {
    nodeName: 'n1',
    imagePullSecrets: [{ name: 'registry' }],
    securityContext: { runAsNonRoot: true, fsGroup: 10_001 },
    containers: [
      {
        ...{ name: 'app', image: 'visits:1', imagePullPolicy: 'Always', env: [{ name: 'A', value: 'b' }] },
        securityContext: { readOnlyRootFilesystem: true },
        volumeMounts: [
          { name: 'data', mountPath: volume, subPath: 'clock' },
          { name: 'tmp', mountPath: '/tmp' },
        ],
      },
    ],
    volumes: [
      { name: 'data', persistentVolumeClaim: { claimName: 'data-clock-0' } },
      { name: 'tmp', emptyDir: {} },
    ],
  },
});

/** As a kubelet does it, with another container beside it that an admission put there. */
function run(object: ObjectOf<'Pod'>): void {
  made.push(object);
  const [program = '', ...args] = object.spec!.containers[0]!.command!;
  const own = args.map((arg) => (arg === '/dev/termination-log' ? message : arg));
  const { stdout, status } = spawnSync(program, own);
  api.logs.set(object.metadata!.name!, onLog(stdout.toString('latin1'), made.length));
  const ended = { exitCode: status ?? 137, message: readFileSync(message, 'utf8') };
  show(object, {
    phase: 'Running',
    containerStatuses: [statusOf('a-mesh', { running: {} }), statusOf('command', { terminated: ended })],
  });
}

const show = (object: ObjectOf<'Pod'>, status: ObjectOf<'Pod'>['status']) =>
  api.put('Pod', { ...object, status } as ObjectOf<'Pod'>);
const statusOf = (name: string, state: object) => ({
  ...{ name, state, image: '', imageID: '', ready: false, restartCount: 0 },
});
const reach = () => byOwnPods(ClusterClient.choose({ kubeconfig: api.kubeconfig }), 'r1');

it('a volume is read by one pod, which is gone afterwards, and so it is where the command fails', async () => {
  expect(await copyPodVolume(reach(), pod(), join(dir, 'copy'))).toMatchObject([
    { name: 'visits.log', size: 10 },
  ]);
  expect(readFileSync(join(dir, 'copy', 'visits.log'), 'utf8')).toBe('1 a visit\n');
  expect(await reach().run(pod(), ['sh', '-c', 'echo no >&2; exit 3'])).toMatchObject({
    exit: 3,
    stderr: 'no\n',
  });
  expect([made.length, api.all('Pod')]).toEqual([2, []]);
});

it('a pod has of the one beside it what reads its volume, and nothing that serves', async () => {
  await reach().run(pod(), ['true']);
  const { metadata, spec } = made[0]!;
  expect(metadata!.labels).toEqual({ 'visits.dev/verify-run': 'r1', 'sidecar.istio.io/inject': 'false' });
  expect(spec).toMatchObject({
    ...{ imagePullSecrets: [{ name: 'registry' }], automountServiceAccountToken: false },
    securityContext: { runAsNonRoot: true, fsGroup: 10_001 },
    // Where its node is cordoned, where no registry answers, where nobody is left to delete it.
    tolerations: [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' }],
    activeDeadlineSeconds: 120,
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data-clock-0' } }],
  });
  expect(spec!.containers).toMatchObject([
    {
      ...{ image: 'visits:1', imagePullPolicy: 'IfNotPresent' },
      securityContext: { readOnlyRootFilesystem: true },
      volumeMounts: [{ name: 'data', mountPath: volume, subPath: 'clock' }],
    },
  ]);
  expect(spec!.containers[0]).not.toHaveProperty('env');
});

it('a log that is cut is not believed: the volume is read again', async () => {
  onLog = (log, tries) => (tries === 1 ? log.slice(0, -8) : log);
  expect(await copyPodVolume(reach(), pod(), join(dir, 'again'))).toHaveLength(1);
  expect(made).toHaveLength(2);
  onLog = () => '';
  expect(await reach().run(pod(), ['true'])).toMatchObject({ exit: null, stderr: 'its log was cut' });
});

it('what was read is there although the pod could not be deleted', async () => {
  api.refuses = (method) => (method === 'DELETE' ? UNAVAILABLE : undefined);
  expect(await reach().run(pod(), ['echo', 'a'])).toMatchObject({ exit: 0, stdout: Buffer.from('a\n') });
});

it('a server that does not answer for a moment is asked again', async () => {
  let refused = 0;
  api.refuses = (method, path) =>
    method === 'GET' && path.includes('/pods/') && refused++ === 0 ? UNAVAILABLE : undefined;
  expect(await reach().run(pod(), ['true'])).toMatchObject({ exit: 0 });
});

it('a command that goes on past its deadline has no status, and its pod is deleted', async () => {
  api.onMade = (_, object) =>
    show(object as ObjectOf<'Pod'>, { containerStatuses: [statusOf('command', { running: {} })] });
  const ended = await reach().run(pod(), ['sleep', '60'], 1_000);
  expect(ended).toMatchObject({ exit: null, stderr: 'it did not end in 1 s' });
  expect(api.all('Pod')).toEqual([]);
});

it.each([
  [{ phase: 'Failed', reason: 'OutOfcpu', message: 'Node has no cpu' }, 'OutOfcpu: Node has no cpu'],
  [
    {
      phase: 'Pending',
      containerStatuses: [statusOf('command', { waiting: { reason: 'ImagePullBackOff', message: 'none' } })],
    },
    'ImagePullBackOff: none',
  ],
])('a pod that will never run is not waited for: %j', async (status, why) => {
  api.onMade = (_, object) => show(object as ObjectOf<'Pod'>, status);
  await expect(reach().run(pod(), ['true'])).rejects.toMatchObject({ kind: 'impossible', why });
  expect(api.all('Pod')).toEqual([]);
});
