import { isIPv6 } from 'node:net';

export interface Sibling {
  /** Stable for a pod: its SRV target or its origin. */
  readonly key: string;
  /** First label of an SRV target; null where only addresses are known. */
  readonly pod: string | null;
  /** `http://ip:port`; null until resolved. */
  readonly origin: string | null;
}

export type DiscoveryReason = 'dns-not-found' | 'dns-empty' | 'dns-timeout' | 'dns-failed';

export interface DiscoveryFailure {
  readonly reason: DiscoveryReason;
  readonly detail: string;
  /** What the resolver itself called it. */
  readonly code?: string;
}

export interface Discovered {
  /** May hold ourselves. */
  readonly siblings: readonly Sibling[];
  readonly failure: DiscoveryFailure | null;
}

export interface Discovery {
  /** False where neither a headless Service nor a list of peers is configured: then we are alone. */
  readonly expected: boolean;
  /** Never rejects. */
  find(): Promise<Discovered>;
}

/** `http://10.0.0.1:8080`, `http://[fd00::1]:8080`: how a sibling is reached, and what tells two of them apart. */
export function originOf(address: string, port: number): string {
  return `http://${isIPv6(address) ? `[${address}]` : address}:${port}`;
}
