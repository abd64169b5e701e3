import { dnsReport, type DnsReport } from '@visits/cluster';
import { serviceUrl } from './address';
import { columns } from './columns';
import { CliError } from './errors';
import { askService } from './service-client';

export interface DnsFlags {
  readonly service?: string;
  readonly json?: boolean;
}

/** Prints what DNS says of the siblings. The exit code: 0 when all is well, else 1. */
export async function dns(
  address: string | undefined,
  { service = process.env.HEADLESS_SERVICE, json }: DnsFlags,
  out: NodeJS.WritableStream,
): Promise<number> {
  if (!service) {
    throw new CliError(
      'service-unnamed',
      'No headless Service is named.',
      'Run it in a pod that has HEADLESS_SERVICE, or give --service.',
    );
  }
  const report = await dnsReport(service, await knownPods(address));
  out.write(json ? `${JSON.stringify(report)}\n` : dnsText(report));
  return [report, ...report.findings].every(({ problem }) => problem === null) ? 0 : 1;
}

/** This pod, and those that it heard of: DNS should name them. Without a service that answers, this pod alone. */
async function knownPods(address: string | undefined): Promise<string[]> {
  const self = process.env.HEADLESS_SERVICE && process.env.POD_NAME ? [process.env.POD_NAME] : [];
  try {
    const { peers } = await askService<{ peers: { pod: string | null }[] }>(
      serviceUrl(address, process.env),
      '/peers',
    );
    return [...new Set([...self, ...peers.flatMap(({ pod }) => pod ?? [])])];
  } catch {
    return self;
  }
}

export function dnsText({ service, findings, problem, cure }: DnsReport): string {
  const rows = findings.map((found) => [
    found.pod ?? '-',
    found.addresses.join(', ') || '-',
    found.problem === null ? 'ok' : 'failing',
  ]);
  const sick = findings.filter((found) => found.problem !== null);
  const well = findings.length - sick.length;
  return [
    ...(rows.length > 0 ? [columns(['POD', 'ADDRESS', 'DNS'], rows), ''] : []),
    problem === null || findings.length > 0
      ? `${service}: ${well} of ${findings.length} resolve`
      : `${service}:`,
    ...(problem === null ? [] : [`  ${problem} ${cure}`]),
    ...sick.map((found) => `  ${found.pod ?? found.name}: ${found.problem} ${found.cure}`),
    '',
  ].join('\n');
}
