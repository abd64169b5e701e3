import { serviceEnvironment } from '@visits/service';
import { type Rule } from './rule';

/** Settings whose default is right in a cluster, and why. */
const leftAlone: Record<string, string> = {
  HOST: 'a pod listens on all of its addresses',
  PEERS: 'siblings are found by DNS',
  TIME_ZONE: 'only the clock shows one',
};

const neededBySidecar = ['DATA_DIR', 'METRICS_PORT', 'ADMIN_PORT', 'POD_NAME'];

export const environment: Rule = {
  name: 'the environment and the settings of the service name the same things, with values it accepts',
  *check(manifests) {
    const known = Object.keys(serviceEnvironment.shape);
    for (const { name, app, sidecar, containers } of manifests.workloads) {
      for (const container of containers) {
        const given = manifests.environment(container);
        for (const key of Object.keys(given)) {
          if (!known.includes(key)) yield `${name}/${container.name} sets ${key}, which nobody reads`;
        }
        const literal = Object.entries(given).filter(([, value]) => !value.includes('$('));
        const { error } = serviceEnvironment.safeParse(Object.fromEntries(literal));
        for (const { path } of error?.issues ?? [])
          yield `${name}/${container.name} sets a wrong ${path.join('.')}`;
      }
      const given = manifests.environment(app);
      for (const key of known) if (!(key in given) && !leftAlone[key]) yield `${name} leaves ${key} unset`;
      const read = sidecar ? manifests.environment(sidecar) : {};
      for (const key of neededBySidecar) if (!(key in read)) yield `${name}: the sidecar misses ${key}`;
    }
  },
};

export const ports: Rule = {
  name: 'what the environment says about ports and the claim is what the pod has',
  *check(manifests) {
    for (const { name, app, sidecar, claim } of manifests.workloads) {
      const given = manifests.environment(app);
      const http = app.ports?.find((port) => port.name === 'http')?.containerPort;
      const metrics = sidecar?.ports?.find((port) => port.name === 'metrics')?.containerPort;
      if (given.PORT !== String(http)) yield `${name} listens on ${given.PORT}, its port http is ${http}`;
      if (given.METRICS_PORT !== String(metrics)) yield `${name}: the sidecar's port metrics is ${metrics}`;
      if (app.ports?.length !== 1) yield `${name} opens more than its port http`;
      const called = `${claim?.metadata?.name}-$(POD_NAME)`;
      if (given.CLAIM_NAME !== called) yield `${name} calls its claim ${given.CLAIM_NAME}, it is ${called}`;
    }
  },
};
