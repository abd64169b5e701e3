import { systemLookup } from './discovery';
import type { DnsLookup, LookedUp } from './dns-lookup';
import type { DiscoveryFailure, DiscoveryReason } from './sibling';

export interface DnsFinding {
  /** Null: the pod has no name of its own. */
  readonly pod: string | null;
  readonly name: string;
  readonly addresses: readonly string[];
  /** What is wrong, in words; null where it resolves as it should. */
  readonly problem: string | null;
  readonly cure: string | null;
}

export interface DnsReport {
  readonly service: string;
  readonly findings: readonly DnsFinding[];
  /** What is wrong with the Service itself, or with DNS. */
  readonly problem: string | null;
  readonly cure: string | null;
}

/** Resolves a headless Service and each pod that it names, and each of `pods` that it should name. */
export async function dnsReport(
  service: string,
  pods: readonly string[],
  lookup: DnsLookup = systemLookup(),
): Promise<DnsReport> {
  const services = await lookup.srv(`${SRV_PREFIX}${service}`);
  const trouble = services.ok ? null : await troubleOf(service, pods, services.failure, lookup);
  if (trouble && trouble !== NO_PORT) return { service, findings: [], ...trouble };
  const targets = services.ok ? [...new Set(services.records.map(({ name }) => name))].sort() : [];
  if (services.ok && isClientService(services.name, targets))
    return { service, findings: [], ...NOT_HEADLESS };
  const findings = await Promise.all(targets.map((target) => publishedFinding(target, service, lookup)));
  const published = new Set(findings.map(({ pod }) => pod));
  const missing = pods.filter((pod) => !published.has(pod));
  for (const pod of missing) findings.push(await missingFinding(pod, service, lookup));
  return { service, findings, problem: null, cure: null, ...trouble };
}

const SRV_PREFIX = '_http._tcp.';

/** The SRV record of a Service with an address of its own leads to the Service itself. */
function isClientService(name: string, targets: readonly string[]): boolean {
  return targets.length === 1 && targets[0]?.replace(/\.$/, '') === name.slice(SRV_PREFIX.length);
}

interface Trouble {
  readonly problem: string;
  readonly cure: string;
}

/** Why a Service has no SRV records. */
async function troubleOf(
  service: string,
  pods: readonly string[],
  failure: DiscoveryFailure,
  lookup: DnsLookup,
): Promise<Trouble> {
  if (isAnswer(failure)) {
    const addresses = await lookup.addresses(service);
    if (addresses.ok) return NO_PORT;
    return described(addresses.failure, TROUBLES[addresses.failure.reason]);
  }
  // The name of one pod is a short question with a short answer.
  const short: LookedUp<string> = await lookup.addresses(`${pods[0] ?? 'nobody'}.${service}`);
  if (!short.ok && !isAnswer(short.failure)) return described(failure, TROUBLES[failure.reason]);
  const needsTcp = failure.reason === 'dns-timeout' || failure.code?.startsWith('ECONN');
  return described(failure, needsTcp ? NEEDS_TCP : FAILS_FOR_SERVICE);
}

/** DNS works: there is no such thing. */
function isAnswer({ reason }: DiscoveryFailure): boolean {
  return reason === 'dns-not-found' || reason === 'dns-empty';
}

function described({ detail }: DiscoveryFailure, { problem, cure }: Trouble): Trouble {
  return { problem: `${problem} (${detail})`, cure };
}

async function publishedFinding(target: string, service: string, lookup: DnsLookup): Promise<DnsFinding> {
  const found = await lookup.wholeAddresses(target);
  const label = target.split('.')[0] ?? target;
  if (!found.ok) {
    const problem = `It is named, but does not resolve (${found.failure.detail})`;
    return {
      pod: label,
      name: target,
      addresses: [],
      problem,
      cure: 'Wait: a pod that was just replaced takes a second or two.',
    };
  }
  const isAddress = found.records.some((address) => label === address.replaceAll(/[.:]/g, '-'));
  if (!isAddress) return { pod: label, name: target, addresses: found.records, problem: null, cure: null };
  return {
    pod: null,
    name: target,
    addresses: found.records,
    problem: 'This pod has no name of its own under this Service.',
    cure: `Set serviceName: ${service.split('.')[0]} in its StatefulSet.`,
  };
}

async function missingFinding(pod: string, service: string, lookup: DnsLookup): Promise<DnsFinding> {
  const name = `${pod}.${service}`;
  const found = await lookup.addresses(name);
  if (found.ok) return { pod, name, addresses: found.records, problem: null, cure: null };
  return {
    pod,
    name,
    addresses: [],
    problem: 'It is not published: the pod is gone, or not ready.',
    cure: `See kubectl get pod ${pod}; for one that is not ready set publishNotReadyAddresses: true in the Service.`,
  };
}

const NO_PORT: Trouble = {
  problem: 'The Service has addresses, but no port called http.',
  cure: 'Name its port http: until then siblings are asked at this pod’s own PORT.',
};

const NOT_HEADLESS: Trouble = {
  problem: 'The Service is not headless: it has one address for all pods.',
  cure: 'Name the one with clusterIP: None, the serviceName of the StatefulSet, in HEADLESS_SERVICE or --service.',
};

const NEEDS_TCP: Trouble = {
  problem:
    'DNS answers about one pod, but not about the Service: a longer answer needs TCP, which does not get through.',
  cure: 'Let TCP 53 pass as well as UDP 53, in the NetworkPolicy and in every firewall on the way to DNS.',
};

const FAILS_FOR_SERVICE: Trouble = {
  problem: 'DNS answers about one pod, but fails about the Service.',
  cure: 'Look at the log of the DNS of the cluster: it fails for SRV records.',
};

const TROUBLES: Readonly<Record<DiscoveryReason, Trouble>> = {
  'dns-not-found': {
    problem: 'There is no such headless Service.',
    cure: 'Create it with clusterIP: None in this namespace, or correct HEADLESS_SERVICE or --service.',
  },
  'dns-empty': {
    problem: 'The Service names no pod.',
    cure: 'Compare its selector with the labels of the pods, and set publishNotReadyAddresses: true.',
  },
  'dns-timeout': {
    problem: 'DNS does not answer.',
    cure: 'Look at the DNS of the cluster, and let UDP and TCP 53 pass in the NetworkPolicy.',
  },
  'dns-failed': {
    problem: 'DNS fails.',
    cure: 'Look at the DNS of the cluster and at /etc/resolv.conf of this pod.',
  },
};
