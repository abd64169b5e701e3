import { type Workload } from '@visits/testing/manifests';
import { quantity } from '../quantity';
import { type Rule } from './rule';

const programs = ['clock', 'calculator', 'metrics-sidecar'];

export const image: Rule = {
  name: 'one image everywhere; the argument says which program',
  *check({ workloads }) {
    const images = new Set(
      workloads.flatMap(({ containers }) => containers.map((container) => container.image)),
    );
    if (images.size !== 1) yield `there are several images: ${[...images].join(', ')}`;
    for (const { name, containers } of workloads) {
      for (const { name: container, imagePullPolicy, args, command } of containers) {
        if (imagePullPolicy !== 'IfNotPresent') yield `${name}/${container} pulls a loaded image`;
        if (command || args?.length !== 1 || !programs.includes(args[0]!))
          yield `${name}/${container} runs ${args}`;
      }
    }
  },
};

const builtIn = ['v1', 'apps/v1', 'policy/v1', 'networking.k8s.io/v1'];

export const kinds: Rule = {
  name: 'a plain cluster knows every kind, and all objects are in one namespace',
  *check({ objects, namespaces }) {
    const places = new Set(
      objects.filter(({ kind }) => kind !== 'Namespace').map((o) => o.metadata?.namespace),
    );
    if (places.size !== 1) yield `objects are in ${[...places].join(', ')}`;
    for (const { metadata } of namespaces) {
      if (!places.has(metadata?.name)) yield `nothing is in the Namespace ${metadata?.name}`;
      if (metadata?.labels?.['pod-security.kubernetes.io/enforce'] !== 'restricted') {
        yield `the Namespace ${metadata?.name} admits unrestricted pods`;
      }
      if (metadata?.labels?.['app.kubernetes.io/part-of']) {
        yield `uninstall by label would delete the Namespace ${metadata.name} and its claims`;
      }
    }
    for (const { apiVersion = '', kind, metadata } of objects) {
      if (!builtIn.includes(apiVersion)) yield `${kind} needs ${apiVersion}, which is a custom resource`;
      if (kind !== 'Namespace' && metadata?.labels?.['app.kubernetes.io/part-of'] !== 'visits') {
        yield `uninstall by label would leave ${kind}/${metadata?.name}`;
      }
      if (kind === 'StatefulSet' && (metadata?.name?.length ?? 0) > 52)
        yield `${metadata?.name} is too long a name`;
    }
  },
};

export const termination: Rule = {
  name: 'a container that ends leaves the end of its log in its status: `kubectl describe` shows why',
  *check({ workloads }) {
    for (const { name, containers } of workloads) {
      for (const { name: container, terminationMessagePolicy } of containers) {
        if (terminationMessagePolicy !== 'FallbackToLogsOnError')
          yield `${name}/${container} ends without a message in its status`;
      }
    }
  },
};

/** Resident memory under load (deploy/README.md, "Sizes and times"). */
const usedMiB: Record<string, number> = { app: 110, 'metrics-sidecar': 88 };

/** A small minikube has 2 CPUs and 2 GiB, and the cluster's own pods are in them. */
const laptop = { cpu: 1, memory: 1.5 * 2 ** 30 };

export const resources: Rule = {
  name: 'every container requests what it uses, limited in memory and disk but not in CPU; all fit a laptop',
  *check({ workloads }) {
    for (const kind of ['cpu', 'memory'] as const) {
      const sum = workloads.reduce((total, workload) => total + requested(workload, kind), 0);
      if (!(sum <= laptop[kind])) yield `all pods together request ${sum} ${kind}: too much for a laptop`;
    }
    for (const { name, containers } of workloads) {
      for (const { name: container, resources } of containers) {
        const { requests = {}, limits = {} } = resources ?? {};
        if (limits.cpu) yield `${name}/${container} is throttled by a CPU limit`;
        if (!(quantity(requests.cpu) > 0)) yield `${name}/${container} requests ${requests.cpu} CPU`;
        for (const kind of ['memory', 'ephemeral-storage']) {
          const fits = quantity(requests[kind]) <= quantity(limits[kind]);
          if (!fits) yield `${name}/${container} requests ${requests[kind]} of ${limits[kind]} ${kind}`;
        }
        if (!(quantity(requests.memory) >= usedMiB[container]! * 2 ** 20))
          yield `${name}/${container} uses ${usedMiB[container]} MiB and requests ${requests.memory}`;
      }
    }
  },
};

function requested({ set, containers }: Workload, kind: string): number {
  const pod = containers.reduce((sum, { resources }) => sum + quantity(resources?.requests?.[kind]), 0);
  return pod * (set.spec?.replicas ?? 1);
}
