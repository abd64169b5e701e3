import type { PeersView } from '@visits/cluster';
import { serviceUrl } from './address';
import { columns } from './columns';
import { askService } from './service-client';
import { ageText, type AskFlags } from './total';

type Peer = Omit<PeersView['peers'][number], 'seenAt'> & { readonly seenAt: string | null };
type PeersAnswer = Omit<PeersView, 'peers'> & { readonly peers: readonly Peer[] };

/** Prints the siblings of the pod at the address, and how well it knows each. */
export async function peers(
  address: string | undefined,
  { json }: AskFlags,
  out: NodeJS.WritableStream,
): Promise<void> {
  const answer = await askService<PeersAnswer>(serviceUrl(address, process.env), '/peers');
  out.write(json ? `${JSON.stringify(answer)}\n` : peersText(answer, Date.now()));
}

function peersText(answer: PeersAnswer, now: number): string {
  const { self, service, discovery, peers, duplicate, map, settled } = answer;
  const rows = peers.map(({ pod, address, state, reason, seenAt }) => [
    pod ?? '-',
    address ?? '-',
    state,
    reason ?? '',
    seenAt === null ? '-' : ageText(now - Date.parse(seenAt)),
  ]);
  const notes = [
    ...(discovery.ok ? [] : [`The siblings cannot be found: ${discovery.detail ?? discovery.reason}`]),
    ...peers.flatMap(({ pod, address, detail }) => (detail ? [`${pod ?? address}: ${detail}`] : [])),
    ...(settled ? [] : ['The total is not known yet: no sibling has said what it knows.']),
    ...(duplicate ? [`${duplicate.detail} ${duplicate.action}`] : []),
    ...(map ? [`${map.detail} ${map.action}`] : []),
  ];
  const others = peers.filter(({ state }) => state !== 'self').length;
  const found = service ? ` by ${service}` : '';
  return [
    ...(rows.length > 0 ? [columns(['POD', 'ADDRESS', 'STATE', 'REASON', 'SEEN'], rows, [4]), ''] : []),
    `${self.pod} found ${others} ${others === 1 ? 'sibling' : 'siblings'}${found}`,
    ...notes.map((note) => `  ${note}`),
    '',
  ].join('\n');
}
