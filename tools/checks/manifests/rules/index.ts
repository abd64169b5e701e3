import { environment, ports } from './environment';
import { image, kinds, resources, termination } from './objects';
import { alerting, dashboards } from './observability';
import { grace, probePaths, probePorts, sidecar } from './probes';
import { type Rule } from './rule';
import { noServiceLinks, noToken, restricted } from './security';
import { disruption, monitor, network, selectors } from './selectors';
import { clientService, governingService, servicePorts } from './services';
import { claims, logBudget, mounts } from './storage';
import { values } from './values';

/** The policy of `deploy/`: every overlay keeps every rule. */
export const rules = {
  restricted,
  noToken,
  noServiceLinks,
  mounts,
  claims,
  logBudget,
  probePorts,
  probePaths,
  sidecar,
  grace,
  governingService,
  servicePorts,
  clientService,
  selectors,
  disruption,
  network,
  monitor,
  alerting,
  dashboards,
  environment,
  ports,
  image,
  kinds,
  resources,
  termination,
  values,
} satisfies Record<string, Rule>;

export type RuleName = keyof typeof rules;
