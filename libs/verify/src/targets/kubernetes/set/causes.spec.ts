import type { ObjectOf } from '../client';
import { causeOf, waitsFor } from './causes';

/** As a kubelet reports it while an image cannot be pulled. */
function pod(sidecar: string, app: string): ObjectOf<'Pod'> {
  const status = (name: string, reason: string) => ({
    ...{ name, image: 'visits:none', imageID: '', ready: false, restartCount: 0 },
    state: { waiting: { reason, message: `${name} waits` } },
  });
  return {
    metadata: { name: 'clock-0' },
    spec: { containers: [{ name: 'app' }] },
    status: {
      phase: 'Pending',
      initContainerStatuses: [status('metrics-sidecar', sidecar)],
      containerStatuses: [status('app', app)],
    },
  };
}

it.each([
  ['ImagePullBackOff', 'PodInitializing', 'clock-0: ImagePullBackOff: metrics-sidecar waits'],
  ['ErrImagePull', 'PodInitializing', 'clock-0: ErrImagePull: metrics-sidecar waits'],
  ['PodInitializing', 'CreateContainerConfigError', 'clock-0: CreateContainerConfigError: app waits'],
  ['ContainerCreating', 'PodInitializing', null],
])('of a sidecar in %s and an app in %s the cause is %s', (sidecar, app, cause) => {
  expect(causeOf([pod(sidecar, app)], [], false)).toBe(cause);
});

describe('a pod that no node takes', () => {
  const pending = (message: string): ObjectOf<'Pod'> => ({
    metadata: { name: 'clock-0' },
    spec: { containers: [{ name: 'app' }] },
    status: {
      phase: 'Pending',
      conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }],
    },
  });
  const full = '0/3 nodes are available: 3 Insufficient cpu.';
  const unbound = '0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found';

  it.each([
    [full, 'FailedScheduling', 'clock-0', `clock-0: Unschedulable: ${full}`],
    [full, 'TriggeredScaleUp', 'clock-0', null],
    [full, 'Nominated', 'clock-0', null],
    [full, 'TriggeredScaleUp', 'clock-1', `clock-0: Unschedulable: ${full}`],
    [unbound, 'ExternalProvisioning', 'visits-clock-0', null],
    [unbound, 'ProvisioningFailed', 'visits-clock-0', 'visits-clock-0: ProvisioningFailed: it says why'],
    [unbound, 'FailedBinding', 'visits-clock-0', 'visits-clock-0: FailedBinding: it says why'],
  ])('%s, and %s of %s: the cause is %s', (message, reason, name, cause) => {
    const event = { reason, message: 'it says why', metadata: {}, involvedObject: { name } };
    expect(causeOf([pending(message)], [event as ObjectOf<'Event'>], false)).toBe(cause);
  });
});

it('says what a claim without a volume waits for, which is no cause yet', () => {
  const pods = [pod('', '')];
  const message = "Waiting for a volume to be created by the external provisioner 'example.invalid/none'";
  const event = {
    ...{ reason: 'ExternalProvisioning', message, metadata: {} },
    involvedObject: { name: 'visits-clock-0' },
  } as ObjectOf<'Event'>;
  expect(causeOf(pods, [event], false)).toBeNull();
  expect(waitsFor(pods, [event])).toBe(`visits-clock-0: ${message}`);
  expect(waitsFor(pods, [])).toBeNull();
});
