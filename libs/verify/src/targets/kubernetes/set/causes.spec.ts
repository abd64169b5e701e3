import type { ObjectOf } from '../client';
import { causeOf } from './causes';

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
