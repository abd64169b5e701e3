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
