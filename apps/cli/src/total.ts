import type { Total } from '@visits/cluster';
import { serviceUrl } from './address';
import { columns } from './columns';
import { askService } from './service-client';

export interface AskFlags {
  readonly json?: boolean;
}

/** Prints the total over all replicas as the pod at the address knows it. */
export async function total(
  address: string | undefined,
  { json }: AskFlags,
  out: NodeJS.WritableStream,
): Promise<void> {
  const answer = await askService<TotalAnswer>(serviceUrl(address, process.env), '/total');
  out.write(json ? `${JSON.stringify(answer)}\n` : totalText(answer));
}

export type TotalAnswer = Total & { pod: string };

export function totalText({ total, exact, reasons, replicas, pod }: TotalAnswer): string {
  const rows = replicas.map(({ ordinal, pod, visits, source, ageMs }) => [
    String(ordinal ?? '-'),
    pod,
    String(visits),
    source,
    ageText(ageMs),
  ]);
  const table = columns(['ORDINAL', 'POD', 'VISITS', 'SOURCE', 'AGE'], rows, [0, 2, 4]);
  const sum = `total: ${exact ? '' : 'at least '}${total} (as ${pod} knows it)`;
  return [table, '', sum, ...reasons.map((reason) => `  ${reason}`), ''].join('\n');
}

/** As kubectl writes ages: one unit, the largest. */
export function ageText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours}h` : `${Math.floor(hours / 24)}d`;
}
