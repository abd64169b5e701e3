import type { Problem } from '@visits/service';
import type { PodIdentity } from '@visits/visits';
import { facts, html, type Markup, note, page } from '@visits/web';
import type { ClockAnswer } from './answer';

export interface ClockPage {
  readonly answer: ClockAnswer;
  readonly at: Date;
  readonly date: string;
  readonly pod: PodIdentity;
  /** Why this visit could not be counted. */
  readonly refusal?: Problem;
}

export const clockLinks = [
  { href: '/visits/log', label: 'Log' },
  { href: '/info', label: 'Info' },
  { href: '/openapi.json', label: 'API' },
];

/** The time first, then the count, then who counted: the three things a reload is watched for. */
export function clockPage({ answer, at, date, pod, refusal }: ClockPage): string {
  const { time, zone, replica, ordinal, receipt } = answer;
  const city = zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
  const body = html`<h1>The time in ${city}</h1>
    <p class="figure"><time datetime="${at.toISOString()}">${time}</time></p>
    <p class="soft pair"><span>${date}</span> <span>${zone}</span></p>
    ${refusal ? note('Your visit was not counted.', refusal.detail, refusal.action) : ''}
    <p class="count">${countSentence(answer, refusal)}</p>
    <p>
      Another pod shows another number because each pod counts on its own volume; this one counts
      ${storageWords(pod)}.
    </p>
    <h2>Who answered</h2>
    ${facts([
      ['Pod', html`<code>${answer.pod}</code>`],
      ['Ordinal', ordinal === null ? 'none: the name is not from a StatefulSet' : String(ordinal)],
      [pod.storage.kind === 'claim' ? 'Claim' : 'Directory', html`<code>${pod.storage.name}</code>`],
      ['Replica', replica === null ? 'not known yet' : html`<code>${replica}</code>`],
      ['Boot', html`<code>${pod.boot}</code>`],
      ...(receipt ? [['Receipt', receiptWords(receipt)] as const] : []),
    ])}`;
  return page({ title: `${time} · ${answer.pod}`, name: 'Visits clock', links: clockLinks, body });
}

function countSentence({ visits, counted }: ClockAnswer, refusal: Problem | undefined): Markup {
  if (counted) return html`This is visit <strong>${visits}</strong> of this pod.`;
  const count = html`<strong>${visits}</strong> ${visits === 1 ? 'visit' : 'visits'} so far`;
  return refusal
    ? html`This volume holds ${count}.`
    : html`This pod counted ${count}; this request is not one, because a probe or a prefetch sent it.`;
}

function storageWords({ storage }: PodIdentity): Markup {
  return storage.kind === 'claim'
    ? html`on the claim <code>${storage.name}</code>`
    : html`in the directory <code>${storage.name}</code>`;
}

function receiptWords({ n, at }: NonNullable<ClockAnswer['receipt']>): Markup {
  return html`line <code>${n}</code>, written <time datetime="${at}"><code>${at}</code></time>`;
}
