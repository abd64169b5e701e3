import { type PeersView } from '@visits/cluster';
import { counted, html, hueOf, type Markup, note, page } from '@visits/web';
import { pageLinksBack } from '../page-links';

type Peer = PeersView['peers'][number];

const STATES: Readonly<Record<Peer['state'], string>> = {
  self: 'this pod',
  live: 'answers',
  cached: 'answered earlier',
  unreachable: 'does not answer',
  refused: 'answers what cannot be taken',
  stranger: 'is somebody else',
  unknown: 'not asked yet',
};

export function peersPage(view: PeersView, { root, service }: { root: string; service: string }): string {
  const { self, peers, discovery, duplicate, map } = view;
  const name = `Visits ${service}`;
  const heading = `The siblings of ${self.pod}`;
  const body = html`<h1>${heading}</h1>
    <p class="soft">
      ${
        view.service === null && peers.length === 0
          ? 'No siblings are expected: neither a headless Service nor a list names any.'
          : `${counted(peers.length, 'sibling')} found${view.service === null ? '' : ` under ${view.service}`}.`
      }
    </p>
    ${discovery.ok ? '' : note('The siblings cannot be looked up.', discovery.detail ?? '', undefined, 'caution')}
    ${duplicate ? note(duplicate.detail, '', duplicate.action) : ''}
    ${map ? note(map.detail, '', map.action, 'caution') : ''}
    ${
      peers.length === 0
        ? ''
        : html`<ol class="log">
            ${peers.map(row)}
          </ol>`
    }`;
  return page({ title: `${heading} · ${name}`, name, root, links: pageLinksBack(self.replica), body });
}

function row({ pod, ordinal, address, state, detail, stopping, seenAt }: Peer): Markup {
  const words = [stopping ? 'has stopped' : STATES[state], detail ?? ''].filter(Boolean).join(': ');
  return html`<li data-hue="${hueOf(ordinal)}">
    <span class="n">${ordinal ?? '–'}</span>
    <span class="line">
      <span class="text">${pod ?? address ?? 'unknown'} <span class="status">${words}</span></span>
      <span class="status">${address ?? 'no address'}${seenWords(state, seenAt)}</span>
    </span>
  </li>`;
}

function seenWords(state: Peer['state'], seenAt: number | null): Markup | string {
  if (state === 'self' || seenAt === null) return '';
  const at = new Date(seenAt).toISOString();
  return html`, last heard <time datetime="${at}">${at.slice(0, 19).replace('T', ' ')} UTC</time>`;
}
