import type { ObjectOf } from '../client';

/** The one that serves, not the one that measures. */
export function appContainer({ spec }: { spec?: ObjectOf<'Pod'>['spec'] }) {
  const { containers = [] } = spec ?? {};
  return containers.find(({ name }) => name === 'app') ?? containers[0]!;
}

export function appStatus(pod: ObjectOf<'Pod'>) {
  const { name } = appContainer(pod);
  return pod.status?.containerStatuses?.find((status) => status.name === name);
}

/** The claim on which the app writes. */
export function claimOf(pod: ObjectOf<'Pod'>): string {
  const mounts = appContainer(pod).volumeMounts ?? [];
  const claims = (pod.spec?.volumes ?? []).filter(({ name, persistentVolumeClaim }) => {
    return persistentVolumeClaim && mounts.some((mount) => mount.name === name && !mount.readOnly);
  });
  return claims[0]?.persistentVolumeClaim?.claimName ?? '-';
}

/** Where that is mounted. */
export function dataDirOf(pod: ObjectOf<'Pod'>): string {
  const claimed = pod.spec?.volumes?.find(
    ({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === claimOf(pod),
  );
  return appContainer(pod).volumeMounts?.find(({ name }) => name === claimed?.name)?.mountPath ?? '/data';
}
