import type { DiscoveryReason, DnsLookup } from '@visits/cluster';

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
  /** What the Service itself lacks. */
  readonly problem: string | null;
  readonly cure: string | null;
}

type Lookup = Pick<DnsLookup, 'srv' | 'addresses' | 'wholeAddresses'>;

/** Resolves a headless Service and each pod that it names, and each of `pods` that it should name. */
export async function dnsReport(
  service: string,
  pods: readonly string[],
  lookup: Lookup,
): Promise<DnsReport> {
  const [services, addresses] = [await lookup.srv(`_http._tcp.${service}`), await lookup.addresses(service)];
  if (!addresses.ok) {
    const { reason, detail } = addresses.failure;
    return {
      service,
      findings: [],
      problem: `${SERVICE_PROBLEMS[reason]} (${detail})`,
      cure: SERVICE_CURES[reason],
    };
  }
  const targets = services.ok ? [...new Set(services.records.map(({ name }) => name))].sort() : [];
  const findings = await Promise.all(targets.map((target) => publishedFinding(target, service, lookup)));
  const published = new Set(findings.map(({ pod }) => pod));
  const missing = pods.filter((pod) => !published.has(pod));
  for (const pod of missing) findings.push(await missingFinding(pod, service, lookup));
  const unnamed = services.ok ? null : `${service} names addresses, but no port called http.`;
  return {
    service,
    findings,
    problem: unnamed,
    cure: unnamed && 'Name its port http: until then siblings are asked at this pod’s own PORT.',
  };
}

async function publishedFinding(target: string, service: string, lookup: Lookup): Promise<DnsFinding> {
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

async function missingFinding(pod: string, service: string, lookup: Lookup): Promise<DnsFinding> {
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

const SERVICE_PROBLEMS: Readonly<Record<DiscoveryReason, string>> = {
  'dns-not-found': 'There is no such headless Service.',
  'dns-empty': 'The Service names no pod.',
  'dns-timeout': 'DNS does not answer.',
  'dns-failed': 'DNS fails.',
};

const SERVICE_CURES: Readonly<Record<DiscoveryReason, string>> = {
  'dns-not-found':
    'Create it with clusterIP: None in this namespace, or correct HEADLESS_SERVICE or --service.',
  'dns-empty': 'Compare its selector with the labels of the pods, and set publishNotReadyAddresses: true.',
  'dns-timeout': 'Look at the DNS of the cluster, and let UDP and TCP 53 pass in the NetworkPolicy.',
  'dns-failed': 'Look at the DNS of the cluster and at /etc/resolv.conf of this pod.',
};
