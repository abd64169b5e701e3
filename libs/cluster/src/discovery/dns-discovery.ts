import type { DnsLookup } from './dns-lookup';
import { originOf, type Discovered, type Discovery, type Sibling } from './sibling';

export interface DnsDiscoveryOptions {
  /** Name of the headless Service, short or whole. */
  readonly service: string;
  /** Where only addresses are known; an SRV record has its own. */
  readonly port: number;
  readonly lookup: DnsLookup;
  /** In all; what DNS has not answered by then fails as `dns-timeout`. */
  readonly deadlineMs?: number;
}

interface Target {
  readonly name: string;
  readonly port: number;
}

/** Addresses that are looked up at one time, oldest first: a set of a thousand must not flood its DNS. */
export const MAX_LOOKUPS = 64;

/** The siblings that a headless Service names: its SRV records, or its addresses where it has none. */
export class DnsDiscovery implements Discovery {
  readonly expected = true;
  #finding: Promise<Discovered> | null = null;
  /** By target, in the order in which they were looked up. */
  #addresses = new Map<string, string | null>();

  constructor(private readonly options: DnsDiscoveryOptions) {}

  /** All that ask at one time share one answer. */
  find(): Promise<Discovered> {
    this.#finding ??= this.#find().finally(() => (this.#finding = null));
    return this.#finding;
  }

  async #find(): Promise<Discovered> {
    const { lookup, service, port, deadlineMs = 3000 } = this.options;
    const deadline = setTimeout(() => lookup.cancel(), deadlineMs);
    try {
      const services = await lookup.srv(`_http._tcp.${service}`);
      if (services.ok) {
        const targets = new Map(services.records.map(({ name, port }) => [name, { name, port }]));
        return { siblings: await this.#resolve([...targets.values()]), failure: null };
      }
      // A server that is silent about one kind of record is silent about the other.
      if (services.failure.reason === 'dns-timeout') return { siblings: [], failure: services.failure };
      const addresses = await lookup.addresses(service);
      if (!addresses.ok) return { siblings: [], failure: addresses.failure };
      const origins = [...new Set(addresses.records)].sort().map((address) => originOf(address, port));
      return { siblings: origins.map((origin) => ({ key: origin, pod: null, origin })), failure: null };
    } finally {
      clearTimeout(deadline);
    }
  }

  async #resolve(targets: readonly Target[]): Promise<Sibling[]> {
    const known = this.#addresses;
    const age = new Map([...known.keys()].map((name, place) => [name, place]));
    const due = targets
      .toSorted((a, b) => (age.get(a.name) ?? -1) - (age.get(b.name) ?? -1))
      .slice(0, MAX_LOOKUPS);
    const found = await Promise.all(
      due.map(async ({ name }) => [name, await this.#addressOf(name)] as const),
    );
    const named = new Set(targets.map(({ name }) => name));
    const fresh = new Set(due.map(({ name }) => name));
    const kept = [...known].filter(([name]) => named.has(name) && !fresh.has(name));
    this.#addresses = new Map([...kept, ...found]);
    return targets
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, port }) => siblingOf(name, port, this.#addresses.get(name) ?? null));
  }

  /** While DNS is silent about it, the address that it had. */
  async #addressOf(target: string): Promise<string | null> {
    const found = await this.options.lookup.wholeAddresses(target);
    if (found.ok) return found.records.toSorted()[0] ?? null;
    const { reason } = found.failure;
    const silent = reason === 'dns-timeout' || reason === 'dns-failed';
    return silent ? (this.#addresses.get(target) ?? null) : null;
  }
}

function siblingOf(target: string, port: number, address: string | null): Sibling {
  const label = target.split('.')[0] ?? target;
  // Without a hostname of its own a pod's label is made of its address: no name of a pod.
  const pod = label === address?.replaceAll(/[.:]/g, '-') ? null : label;
  return { key: target, pod, origin: address === null ? null : originOf(address, port) };
}
