import { isIPv6 } from 'node:net';

/** `http://10.0.0.1:8080`, `http://[fd00::1]:8080`: how a sibling is reached, and what tells two of them apart. */
export function originOf(address: string, port: number): string {
  return `http://${isIPv6(address) ? `[${address}]` : address}:${port}`;
}
