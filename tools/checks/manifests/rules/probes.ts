import { type V1Container, type V1Probe } from '@kubernetes/client-node';
import { type Rule } from './rule';

const probesOf = ({ startupProbe, livenessProbe, readinessProbe }: V1Container): V1Probe[] =>
  [startupProbe, livenessProbe, readinessProbe].filter((probe) => probe !== undefined);

export const probePorts: Rule = {
  name: 'probes go over HTTP to a named port of their own container',
  *check({ workloads }) {
    for (const { name, containers } of workloads) {
      for (const container of containers) {
        const ports = (container.ports ?? []).map((port) => port.name);
        for (const { httpGet } of probesOf(container)) {
          if (!ports.includes(String(httpGet?.port)))
            yield `${name}/${container.name} probes port ${httpGet?.port}`;
        }
      }
    }
  },
};

export const probePaths: Rule = {
  name: 'nobody probes `/`, which counts',
  *check({ workloads }) {
    for (const { name, containers } of workloads) {
      for (const container of containers) {
        for (const { httpGet } of probesOf(container)) {
          if (!/^\/\w/.test(httpGet?.path ?? '/')) yield `${name}/${container.name} probes the counting page`;
        }
      }
    }
  },
};

export const sidecar: Rule = {
  name: 'the sidecar is native, reads only, and can neither hold the app back nor make it unready',
  *check({ workloads }) {
    for (const { name, sidecar, pod } of workloads) {
      if (!sidecar || pod.initContainers?.length !== 1) {
        yield `${name} has not exactly one native sidecar`;
        continue;
      }
      if (sidecar.readinessProbe)
        yield `${name}: the sidecar has a readiness probe, which counts for the pod`;
      if (sidecar.startupProbe) yield `${name}: the sidecar has a startup probe, which holds the app back`;
      if (!sidecar.livenessProbe) yield `${name}: the sidecar has no liveness probe`;
      if (sidecar.lifecycle)
        yield `${name}: the sidecar has a hook, which would run before the app has ended`;
      if (sidecar.volumeMounts?.some(({ readOnly }) => readOnly !== true))
        yield `${name}: the sidecar can write`;
    }
  },
};

/** After DRAIN_SECONDS the app gives itself 10 s for the last connections and 10 s to close the journal. */
const closeSeconds = 20;

export const grace: Rule = {
  name: 'the grace period is longer than all phases of stopping',
  *check(manifests) {
    for (const { name, app, containers, pod } of manifests.workloads) {
      // The sidecar stops after the app, in the same grace period.
      const drains = containers.map((container) => Number(manifests.environment(container).DRAIN_SECONDS));
      const needed = drains.reduce((sum, seconds) => sum + seconds, closeSeconds);
      const given = pod.terminationGracePeriodSeconds ?? 30;
      if (!(given >= needed)) yield `${name} needs ${needed} s to stop and gets ${given}`;
      if (app.lifecycle?.preStop) yield `${name} has a preStop: there is one drain, in the app`;
    }
  },
};
