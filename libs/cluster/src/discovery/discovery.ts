import type { Settings } from '@visits/service';
import { readFileSync } from 'node:fs';
import { DnsDiscovery } from './dns-discovery';
import { DnsLookup } from './dns-lookup';
import { parseResolvConf, type SearchList } from './search-list';
import type { Discovery } from './sibling';
import { StaticDiscovery } from './static-discovery';

const ALONE: Discovery = {
  expected: false,
  find: () => Promise.resolve({ siblings: [], failure: null }),
};

/** A headless Service, else a list of peers, else nobody is expected. */
export function discoveryOf({ headlessService, peers, port }: Settings): Discovery {
  if (headlessService) return new DnsDiscovery({ service: headlessService, port, lookup: systemLookup() });
  return peers.length > 0 ? new StaticDiscovery(peers, systemLookup()) : ALONE;
}

export const systemLookup = (): DnsLookup => new DnsLookup({ searchList: systemSearchList() });

/** Read once: the kubelet writes it once for the life of a pod. */
function systemSearchList(): SearchList {
  try {
    return parseResolvConf(readFileSync('/etc/resolv.conf', 'utf8'));
  } catch {
    return parseResolvConf('');
  }
}
