import { quantity } from '../quantity';
import { type Rule } from './rule';

export const mounts: Rule = {
  name: 'mounts resolve, and DATA_DIR is where the claim is mounted',
  *check(manifests) {
    for (const { name, set, pod, containers } of manifests.workloads) {
      const claims = (set.spec?.volumeClaimTemplates ?? []).map(({ metadata }) => metadata?.name);
      const volumes = [...claims, ...(pod.volumes ?? []).map((volume) => volume.name)];
      for (const container of containers) {
        for (const { name: volume } of container.volumeMounts ?? []) {
          if (!volumes.includes(volume))
            yield `${name}/${container.name} mounts ${volume}, which nobody defines`;
        }
        const place = container.volumeMounts?.find((mount) => mount.name === 'visits')?.mountPath;
        const dataDir = manifests.environment(container).DATA_DIR;
        if (!place || dataDir !== place)
          yield `${name}/${container.name} looks in ${dataDir}, its claim is at ${place}`;
      }
    }
  },
};

const stableLabels = ['app.kubernetes.io/name', 'app.kubernetes.io/part-of'];

export const claims: Rule = {
  name: 'one claim template `visits`, explicit, with stable labels only, kept on delete and scale-down',
  *check({ workloads }) {
    for (const { name, set, claim } of workloads) {
      const policy = set.spec?.persistentVolumeClaimRetentionPolicy;
      if (set.spec?.volumeClaimTemplates?.length !== 1) yield `${name} has not exactly one claim template`;
      if (claim?.metadata?.name !== 'visits') yield `${name} names its claim ${claim?.metadata?.name}`;
      if (claim?.apiVersion !== 'v1' || claim.kind !== 'PersistentVolumeClaim')
        yield `${name}: the claim has no kind`;
      for (const label of Object.keys(claim?.metadata?.labels ?? {})) {
        if (!stableLabels.includes(label)) yield `${name}: the claim has the label ${label}, frozen for ever`;
      }
      if (claim?.metadata?.annotations) yield `${name}: the claim has annotations, frozen for ever`;
      if (claim?.spec?.accessModes?.length !== 1) yield `${name}: the claim has not exactly one access mode`;
      if (policy?.whenDeleted !== 'Retain' || policy.whenScaled !== 'Retain')
        yield `${name} gives up its claims`;
    }
  },
};

export const logBudget: Rule = {
  name: 'LOG_KEEP_BYTES is at most 60 % of the claim (a hostPath class shows the whole disk)',
  *check(manifests) {
    for (const { name, app, claim } of manifests.workloads) {
      const kept = Number(manifests.environment(app).LOG_KEEP_BYTES);
      const size = quantity(claim?.spec?.resources?.requests?.storage);
      if (!(kept <= 0.6 * size)) yield `${name} keeps ${kept} bytes of a claim of ${size}`;
    }
  },
};
