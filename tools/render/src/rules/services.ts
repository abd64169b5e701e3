import { type Rule } from './rule';
import { selects } from '../manifests';

export const governingService: Rule = {
  name: 'serviceName is an own headless Service that names unready pods too',
  *check(manifests) {
    for (const { name, set, app } of manifests.workloads) {
      const service = manifests.services.find(({ metadata }) => metadata?.name === set.spec?.serviceName);
      if (!service) {
        yield `${name} is governed by ${set.spec?.serviceName}, which does not exist`;
        continue;
      }
      if (service.spec?.clusterIP !== 'None') yield `${name}: its governing Service is not headless`;
      if (service.spec?.publishNotReadyAddresses !== true) yield `${name}: unready siblings can not be found`;
      const told = manifests.environment(app).HEADLESS_SERVICE;
      if (told !== set.spec?.serviceName) yield `${name} is told to look for siblings at ${told}`;
    }
  },
};

export const servicePorts: Rule = {
  name: 'each Service reaches a named port of the pods that it selects, and metrics stay off it',
  *check({ services, workloads }) {
    for (const { metadata, spec } of services) {
      const service = metadata?.name;
      const pods = workloads.filter(({ labels }) => selects(spec?.selector, labels));
      for (const { port, targetPort } of spec?.ports ?? []) {
        if (!Number.isInteger(port) || port < 1 || port > 65535) yield `${service} listens on ${port}`;
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
