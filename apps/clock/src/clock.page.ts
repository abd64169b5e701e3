import type { Problem } from '@visits/service';
import { histogramPath, pageLinks, type PodIdentity, refreshAfter } from '@visits/visits';
import {
  chart,
  type ChartView,
  counted,
  figure,
  healthNotes,
  html,
  hueOf,
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
  readonly root: string;
  /** A browser fetched it before anybody asked to see it. */
  readonly ahead: boolean;
  readonly answer: ClockAnswer;
  readonly at: Date;
  readonly date: string;
  readonly pod: Pick<PodIdentity, 'storage' | 'boot'>;
  /** Null: not known yet. */
  readonly total: TotalView | null;
  /** Null: not read yet, or the log cannot be read. */
  readonly history: ChartView | null;
  readonly troubles: readonly Trouble[];
  /** Why this visit could not be counted. */
  readonly refusal?: Problem;
}

/** The time first, then the two counts, then who counted: what a reload is watched for. */
export function clockPage(content: ClockPage): string {
  const { root, ahead, answer, at, date, pod, total, history, troubles, refusal } = content;
  const { time, zone, receipt } = answer;
  const city = zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
  const body = html`<div class="first">
      <h1>The time in ${city}</h1>
      <p class="figure"><time datetime="${at.toISOString()}" data-zone="${zone}">${time}</time></p>
      <p class="soft pair"><span>${date}</span> <span>${zone}</span></p>
      ${refusal ? note('Your visit was not counted.', refusal.detail, refusal.action) : ''}
      ${healthNotes(troubles, refusal?.code)}
      <p class="count">${countSentence(answer, refusal)}</p>
      <p>
        Another pod shows another number because each pod counts on its own volume; this one counts
        ${storageWords(pod)}.
      </p>
      ${history ? chart({ href: histogramPath(root, answer.replica), unit: 'visit', hue: hueOf(answer.ordinal), view: history }) : ''}
    </div>
    ${totalPanel({ root, total, pod: answer.pod, replica: answer.replica, unit: 'visit' })}
    <div class="rest-of-page">
      ${whoAnswered({ root, log: 'visits/log', ...answer, ...pod, troubles, receipt })}
    </div>`;
  return page({
    title: `${time} · ${answer.pod}`,
    name: 'Visits clock',
    root,
    ahead,
    links: pageLinks(answer.replica),
    body,
    wide: true,
    scripts: ['live', 'clock', 'chart'],
    refreshSeconds: refusal && refreshAfter(refusal.code),
  });
}

function countSentence({ visits, counted: isCounted }: ClockAnswer, refusal: Problem | undefined): Markup {
  if (isCounted) return html`This is visit <strong>${figure(visits)}</strong> of this pod.`;
  const [number, noun] = counted(visits, 'visit').split(' ');
  const count = html`<strong>${number}</strong> ${noun} so far`;
  return refusal
    ? html`This volume holds ${count}.`
    : html`This pod has counted ${count}; this request is not one, because a probe or a prefetch sent it.`;
}

function storageWords({ storage }: ClockPage['pod']): Markup {
  return storage.kind === 'claim'
    ? html`on the claim <code>${storage.name}</code>`
    : html`in the directory <code>${storage.name}</code>`;
}
