import { type V1Container, type V1PodSpec } from '@kubernetes/client-node';
import { type Rule } from './rule';

const plainVolumes = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
];

export const restricted: Rule = {
  name: 'Pod Security restricted holds for every container, the sidecar too',
  *check({ workloads, pods }) {
    const alone = pods.map(({ metadata, spec }) => ({
      name: `${metadata?.name}`,
      pod: spec!,
      containers: [...(spec!.initContainers ?? []), ...spec!.containers],
    }));
    for (const { name, pod, containers } of [...workloads, ...alone]) {
      if (pod.hostNetwork || pod.hostPID || pod.hostIPC) yield `${name} shares a namespace of the host`;
      for (const { name: volume, ...source } of pod.volumes ?? []) {
        for (const type of Object.keys(source)) {
          if (!plainVolumes.includes(type)) yield `${name} has the volume ${volume} of type ${type}`;
        }
      }
      for (const container of containers) {
        for (const fault of faultsOf(container, pod)) yield `${name}/${container.name} ${fault}`;
      }
    }
  },
};

function* faultsOf({ securityContext: own, ports }: V1Container, { securityContext: shared }: V1PodSpec) {
  const seccomp = (own?.seccompProfile ?? shared?.seccompProfile)?.type;
  if ((own?.runAsNonRoot ?? shared?.runAsNonRoot) !== true) yield 'may run as root';
  if (seccomp !== 'RuntimeDefault') yield `has the seccomp profile ${seccomp}`;
  if (own?.allowPrivilegeEscalation !== false) yield 'may gain privileges';
  if (!own?.capabilities?.drop?.includes('ALL')) yield 'keeps capabilities';
  if (own?.capabilities?.add?.length) yield 'adds capabilities';
  if (ports?.some(({ hostPort }) => hostPort)) yield 'takes a port of the host';
}

export const noToken: Rule = {
  name: 'no pod holds a service account token, and each has its own account',
  *check({ workloads, accounts }) {
    for (const { name, pod } of workloads) {
      const account = accounts.find(({ metadata }) => metadata?.name === pod.serviceAccountName);
      if (!account) yield `${name} has no account ${pod.serviceAccountName}`;
      if (pod.automountServiceAccountToken !== false) yield `${name} mounts a token`;
      if (account && account.automountServiceAccountToken !== false)
        yield `${name}: its account mounts a token`;
    }
  },
};

export const noServiceLinks: Rule = {
  name: 'no Service writes into the environment (a Service `clock` would set CLOCK_PORT)',
  *check({ workloads }) {
    for (const { name, pod } of workloads)
      if (pod.enableServiceLinks !== false) yield `${name} takes service links`;
  },
};
