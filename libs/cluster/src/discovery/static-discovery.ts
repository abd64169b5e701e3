import { isIP } from 'node:net';
import type { DnsLookup } from './dns-lookup';
import { originOf, type Discovered, type Discovery, type DiscoveryFailure, type Sibling } from './sibling';

/** The siblings that a list names, where there is no DNS that would: each an `http://host:port`, `http://` by default. */
export class StaticDiscovery implements Discovery {
  readonly expected = true;
  readonly #peers: readonly URL[];
  /** By host. */
  readonly #addresses = new Map<string, string>();

  constructor(
    peers: readonly string[],
    private readonly lookup: DnsLookup,
  ) {
    this.#peers = peers.map((peer) => new URL(peer.includes('://') ? peer : `http://${peer}`));
  }

  async find(): Promise<Discovered> {
    let failure: DiscoveryFailure | null = null;
    const siblings = this.#peers.map(async (peer): Promise<Sibling> => {
      const found = await this.#addressOf(peer.hostname);
      if (typeof found !== 'string') failure = found;
      const address = typeof found === 'string' ? found : this.#before(peer.hostname, found);
      const origin = address === null ? null : originOf(address, Number(peer.port || 80));
      return { key: peer.origin, pod: null, origin };
    });
    return { siblings: await Promise.all(siblings), failure };
  }

  async #addressOf(host: string): Promise<string | DiscoveryFailure> {
    const address = host.replace(/^\[(.*)\]$/, '$1');
    if (isIP(address)) return address;
    // It stands in no DNS but in /etc/hosts, which c-ares reads only for getaddrinfo's sake.
    if (host === 'localhost') return '127.0.0.1';
    const found = await this.lookup.addresses(host);
    if (!found.ok) return found.failure;
    const [first] = found.records.toSorted() as [string];
    this.#addresses.set(host, first);
    return first;
  }

  /** While DNS is silent about it, the address that it had. */
  #before(host: string, { reason }: DiscoveryFailure): string | null {
    const silent = reason === 'dns-timeout' || reason === 'dns-failed';
    return silent ? (this.#addresses.get(host) ?? null) : null;
  }
}
