import { resolve4, resolveSrv } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { errnoOf } from '@visits/local-set';

/** What a name led to, or the resolver's own code. */
export interface Resolved {
  readonly answers: readonly string[];
  readonly error?: string;
}

/** Asks the resolver itself; a name that ends with `.svc` is of this pod's cluster. Never rejects. */
export async function resolveName(name: string, type: 'A' | 'SRV'): Promise<Resolved> {
  const whole = name.endsWith('.svc') ? `${name}.${clusterDomain(readResolvConf())}` : name;
  try {
    if (type === 'A') return { answers: (await resolve4(whole)).sort() };
    const records = await resolveSrv(whole);
    return { answers: records.map(({ name: target, port }) => `${target}:${port}`).sort() };
  } catch (error) {
    return { answers: [], error: errnoOf(error) ?? 'ERROR' };
  }
}

/** The kubelet puts `svc.<domain>` on the search list. */
export function clusterDomain(resolvConf: string): string {
  return /^search\b.*?\ssvc\.(\S+)/m.exec(resolvConf)?.[1] ?? 'cluster.local';
}

function readResolvConf(): string {
  try {
    return readFileSync('/etc/resolv.conf', 'utf8');
  } catch {
    return '';
  }
}
