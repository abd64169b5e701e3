import { type Rule } from './rule';
import { selects } from '@visits/testing/manifests';

export const governingService: Rule = {
  name: 'the headless Service names unready pods too, and the app looks for its siblings there',
  *check(manifests) {
    for (const { name, set, app } of manifests.workloads) {
      const service = manifests.services.find(({ metadata }) => metadata?.name === set.spec?.serviceName);
      if (service?.spec?.publishNotReadyAddresses !== true) yield `${name}: unready siblings cannot be found`;
      const searched = manifests.environment(app).HEADLESS_SERVICE;
      if (searched !== set.spec?.serviceName) yield `${name} looks for siblings at ${searched}`;
    }
  },
};

export const servicePorts: Rule = {
  name: 'each Service reaches a named port of the pods that it selects, and metrics stay off it',
  *check({ services, workloads }) {
    for (const { metadata, spec } of services) {
      const service = metadata?.name;
      const pods = workloads.filter(({ labels }) => selects(spec?.selector, labels));
      for (const { targetPort } of spec?.ports ?? []) {
        for (const { name, app } of pods) {
          if (!app.ports?.some((known) => known.name === targetPort))
            yield `${service}: ${name} has no ${targetPort}`;
        }
      }
    }
  },
};

export const clientService: Rule = {
  name: 'each set has one client Service, which leaves unready pods out',
  *check({ services, workloads }) {
    for (const { name, labels } of workloads) {
      const clients = services.filter(
        ({ spec }) => spec?.clusterIP !== 'None' && selects(spec?.selector, labels),
      );
      if (clients.length !== 1) yield `${name} has ${clients.length} client Services`;
      for (const { metadata, spec } of clients) {
        if (spec?.publishNotReadyAddresses) yield `${metadata?.name} sends visitors to unready pods`;
      }
    }
  },
};
