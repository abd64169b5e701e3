import type { Problem } from '@visits/service';
import type { PodIdentity } from '@visits/visits';
import {
  counted,
  figure,
  healthNotes,
  html,
  type Markup,
  note,
  page,
  totalPanel,
  type TotalView,
  type Trouble,
  whoAnswered,
} from '@visits/web';
import type { ClockAnswer } from './answer';

export interface ClockPage {
  readonly answer: ClockAnswer;
  readonly at: Date;
  readonly date: string;
  readonly pod: Pick<PodIdentity, 'storage' | 'boot'>;
  /** Null: not known yet. */
  readonly total: TotalView | null;
  readonly troubles: readonly Trouble[];
  /** Why this visit could not be counted. */
  readonly refusal?: Problem;
}

const clockLinks = [
  { href: '/visits/log', label: 'Log' },
  { href: '/info', label: 'Info' },
  { href: '/openapi.json', label: 'API' },
];

/** The time first, then the two counts, then who counted: what a reload is watched for. */
export function clockPage({ answer, at, date, pod, total, troubles, refusal }: ClockPage): string {
  const { time, zone, receipt } = answer;
  const city = zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
  const body = html`<div class="first">
      <h1>The time in ${city}</h1>
      <p class="figure"><time datetime="${at.toISOString()}">${time}</time></p>
      <p class="soft pair"><span>${date}</span> <span>${zone}</span></p>
      ${refusal ? note('Your visit was not counted.', refusal.detail, refusal.action) : ''}
      ${healthNotes(troubles, refusal?.code)}
      <p class="count">${countSentence(answer, refusal)}</p>
      <p>
        Another pod shows another number because each pod counts on its own volume; this one counts
        ${storageWords(pod)}.
      </p>
    </div>
    ${totalPanel({ total, pod: answer.pod, replica: answer.replica, unit: 'visit' })}
    <div class="rest-of-page">${whoAnswered({ ...answer, ...pod, troubles, receipt })}</div>`;
  return page({
    title: `${time} · ${answer.pod}`,
    name: 'Visits clock',
    links: clockLinks,
    body,
    live: true,
  });
}

function countSentence({ visits, counted: isCounted }: ClockAnswer, refusal: Problem | undefined): Markup {
  if (isCounted) return html`This is visit <strong>${figure(visits)}</strong> of this pod.`;
  const [number, noun] = counted(visits, 'visit').split(' ');
  const count = html`<strong>${number}</strong> ${noun} so far`;
  return refusal
    ? html`This volume holds ${count}.`
    : html`This pod counted ${count}; this request is not one, because a probe or a prefetch sent it.`;
}

function storageWords({ storage }: ClockPage['pod']): Markup {
  return storage.kind === 'claim'
    ? html`on the claim <code>${storage.name}</code>`
    : html`in the directory <code>${storage.name}</code>`;
}
