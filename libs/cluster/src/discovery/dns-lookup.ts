import { promises as dns, type SrvRecord } from 'node:dns';
import { candidates, type SearchList } from './search-list';
import type { DiscoveryFailure, DiscoveryReason } from './sibling';

export type LookedUp<T> =
  | { readonly ok: true; readonly name: string; readonly records: readonly T[] }
  | { readonly ok: false; readonly failure: DiscoveryFailure };

export interface DnsLookupOptions {
  readonly searchList: SearchList;
  /** `ip:port`; by default those of the system. */
  readonly servers?: readonly string[];
  /** Of the first try; c-ares doubles it for the next. */
  readonly timeoutMs?: number;
}

/**
 * Looks names up as the system's resolver would, but on the event loop: getaddrinfo takes threads of the pool that the
 * syncs of the journal run on, and a slow DNS would keep visits waiting.
 */
export class DnsLookup {
  readonly #resolver: dns.Resolver;
  readonly #searchList: SearchList;

  constructor({ searchList, servers, timeoutMs = 1000 }: DnsLookupOptions) {
    this.#resolver = new dns.Resolver({ timeout: timeoutMs, tries: 2 });
    if (servers) this.#resolver.setServers(servers);
    this.#searchList = searchList;
  }

  srv(name: string): Promise<LookedUp<SrvRecord>> {
    return this.#search(name, (whole) => this.#resolver.resolveSrv(whole));
  }

  addresses(name: string): Promise<LookedUp<string>> {
    return this.#search(name, (whole) => this.#addressesOf(whole));
  }

  /** Of a name that is whole, such as the target of an SRV record. */
  wholeAddresses(name: string): Promise<LookedUp<string>> {
    return this.#search(`${name.replace(/\.$/, '')}.`, (whole) => this.#addressesOf(whole));
  }

  /** What is under way fails as `dns-timeout`. */
  cancel(): void {
    this.#resolver.cancel();
  }

  /** IPv6 only where there is no IPv4: one address of a pod is enough. */
  async #addressesOf(name: string): Promise<string[]> {
    try {
      const found = await this.#resolver.resolve4(name);
      if (found.length > 0) return found;
    } catch (error) {
      if (codeOf(error) !== 'ENODATA') throw error;
    }
    return this.#resolver.resolve6(name);
  }

  /** As glibc: what does not exist, or a server that fails, lets the next candidate be tried; silence ends the search. */
  async #search<T>(name: string, ask: (whole: string) => Promise<T[]>): Promise<LookedUp<T>> {
    const names = candidates(name, this.#searchList);
    const failures: DiscoveryFailure[] = [];
    for (const whole of names) {
      try {
        const records = await ask(whole);
        if (records.length > 0) return { ok: true, name: whole, records };
        failures.push({ reason: 'dns-empty', detail: `${whole} has no records of this kind.` });
      } catch (error) {
        const failure = failureOf(whole, codeOf(error));
        failures.push(failure);
        if (failure.reason === 'dns-timeout') break;
      }
    }
    const worst = failures.reduce((a, b) => (GRAVITY[b.reason] > GRAVITY[a.reason] ? b : a));
    const missing = `None of ${names.join(', ')} exists.`;
    const detail = worst.reason === 'dns-not-found' && names.length > 1 ? missing : worst.detail;
    return { ok: false, failure: { ...worst, detail } };
  }
}

/** What tells most about the trouble: a name that exists, or a server that does not work. */
const GRAVITY: Readonly<Record<DiscoveryReason, number>> = {
  'dns-not-found': 0,
  'dns-empty': 1,
  'dns-failed': 2,
  'dns-timeout': 3,
};

function failureOf(name: string, code: string): DiscoveryFailure {
  switch (code) {
    case 'ENOTFOUND':
      return { reason: 'dns-not-found', detail: `${name} does not exist.` };
    case 'ENODATA':
      return { reason: 'dns-empty', detail: `${name} has no records of this kind.` };
    case 'ETIMEOUT':
    case 'ECANCELLED':
      return { reason: 'dns-timeout', detail: `DNS did not answer about ${name} in time.` };
    case 'EBADNAME':
      return { reason: 'dns-failed', detail: `${name.slice(0, 260)} is no name that DNS allows.` };
    default:
      return { reason: 'dns-failed', detail: `DNS could not answer about ${name} (${code}).`, code };
  }
}

/** Node's own errors fail `instanceof Error` across realms: their code is asked for alone. */
function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code ?? 'unknown');
}
