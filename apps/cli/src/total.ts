import { setTimeout as pause } from 'node:timers/promises';
import type { Total } from '@visits/cluster';
import { serviceUrl } from './address';
import { columns } from './columns';
import { CliError } from './errors';
import { askService, type AskOptions } from './service-client';

/** The service's own 30 s for a pod on a new volume, and a round of asking. */
const BOOTSTRAP_MS = 33_000;
const AGAIN_MS = 500;

export interface AskFlags {
  readonly json?: boolean;
}

/** Prints the total over all replicas as the pod at the address knows it. */
export async function total(
  address: string | undefined,
  { json }: AskFlags,
  out: NodeJS.WritableStream,
): Promise<void> {
  const answer = await askTotal(serviceUrl(address, process.env), {
    onWait: ({ message }) =>
      process.stderr.write(`visits: ${message} Waiting for its siblings, half a minute at most.\n`),
  });
  out.write(json ? `${JSON.stringify(answer)}\n` : totalText(answer));
}

export type TotalAnswer = Total & { pod: string };

export interface AskTotalOptions extends AskOptions {
  readonly onWait?: (why: CliError) => void;
}

/** As `askService`; a pod on a new volume, which first hears from its siblings, is waited for. */
export async function askTotal(url: URL, options: AskTotalOptions = {}): Promise<TotalAnswer> {
  const start = performance.now();
  for (let isFirst = true; ; isFirst = false) {
    try {
      return await askService<TotalAnswer>(url, '/total', options);
    } catch (error) {
      const isBootstrap = error instanceof CliError && error.code === 'total-unknown';
      if (!isBootstrap || performance.now() - start > BOOTSTRAP_MS) throw error;
      if (isFirst) options.onWait?.(error);
    }
    await pause(AGAIN_MS, undefined, { signal: options.signal });
  }
}

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
