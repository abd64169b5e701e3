import { html } from 'hono/html';
import { type Markup } from './page';
import {
  counted,
  figure,
  maxRows,
  type ReplicaRow,
  restWords,
  rowsOf,
  type TotalView,
  whyWords,
} from './total-view';

export interface TotalPanel {
  /** The way up to the service's root: PageContent. */
  readonly root: string;
  /** Null: not known yet, because this pod's volume is new and no sibling has reported more. */
  readonly total: TotalView | null;
  /** The pod that rendered this page, and its volume. */
  readonly pod: string;
  readonly replica: string | null;
  /** In the singular: `visit`. */
  readonly unit: string;
}

/** The total, and one bar for each replica. Whole without a script; liveScript goes on from `data-total`. */
export function totalPanel({ root, total, pod, replica, unit }: TotalPanel): Markup {
  const rows = total === null ? [] : rowsOf(total, replica).slice(0, maxRows);
  const state = total === null ? '' : JSON.stringify({ ...total, pod });
  return html`<section
    class="total${total === null ? ' unknown' : ''}"
    aria-labelledby="total-name"
    data-total="${state}"
    data-stream="${root}total/stream"
    data-answered-by="${replica ?? ''}"
    data-unit="${unit}"
    data-rows="${maxRows}"
  >
    <h2 id="total-name">
      ${total === null ? 'Total' : `Total of ${counted(total.replicas.length, 'replica')}`}
    </h2>
    <p class="sum">
      <span class="bound">${total === null ? '' : total.exact ? 'exactly' : 'at least'}</span>
      <strong>${total === null ? 'not known yet' : figure(total.total)}</strong>
    </p>
    <ul class="replicas" role="list">
      ${rows.map(replicaRow)}
    </ul>
    <p class="rest">${total === null ? '' : restWords(total, unit)}</p>
    <p class="seen">As ${pod} saw it when it answered.</p>
    <p class="why">
      ${total === null ? `${pod} has just started: it hears from its siblings before it names a total.` : whyWords(total)}
    </p>
    <p class="spoken" role="status"></p>
    <template>${replicaRow(blank)}</template>
  </section>`;
}

const blank: ReplicaRow = {
  replica: '',
  name: '',
  visits: '',
  share: 0,
  hue: 'none',
  source: 'live',
  status: '',
};

/** The bar repeats the figure for the eye only, so it is hidden from screen readers. Widths are attributes: the policy forbids inline styles. */
function replicaRow({ replica, name, visits, share, hue, source, status }: ReplicaRow): Markup {
  return html`<li data-replica="${replica}" data-hue="${hue}" data-source="${source}">
    <span class="who"><span class="name">${name}</span> <span class="status">${status}</span></span>
    <strong class="visits">${visits}</strong>
    <svg class="bar" aria-hidden="true" focusable="false">
      <rect class="track" width="100%" height="100%"></rect>
      <rect class="fill" width="${share}%" height="100%"></rect>
    </svg>
  </li>`;
}
