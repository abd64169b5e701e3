import { html, raw } from 'hono/html';
import { type Markup } from './page';
import { counted, figure } from './total-view';

export interface ChartView {
  readonly visits: number;
  readonly buckets: readonly { readonly at: string; readonly visits: number | null }[];
}

export interface Chart {
  /** Where chartScript asks for the same again. */
  readonly href: string;
  /** In the singular: `visit`. */
  readonly unit: string;
  readonly hue: string;
  readonly view: ChartView;
}

/** What this pod counted in the last hour, one bar a minute. chartScript goes on from it; without a script it stands. */
export function chart({ href, unit, hue, view }: Chart): Markup {
  const words = chartWords(view, unit);
  const box = `0 0 ${view.buckets.length} 100`;
  return html`<figure class="chart" data-hue="${hue}" data-href="${href}" data-unit="${unit}">
    <svg role="img" aria-label="${words}" viewBox="${box}" preserveAspectRatio="none">${raw(bars(view))}</svg>
    <figcaption>${words}</figcaption>
  </figure>`;
}

/** Whole numbers alone: nothing to escape, and no page waits while sixty fractions are written out. */
function bars({ buckets }: ChartView): string {
  const largest = Math.max(1, ...buckets.map(({ visits }) => visits ?? 0));
  let markup = '';
  for (const [i, { visits }] of buckets.entries()) {
    const height = visits === null ? 100 : Math.ceil((visits / largest) * 100);
    markup += `<rect class="${visits === null ? 'gone' : 'bar'}" x="${i}" width="0.8" y="${100 - height}" height="${height}"></rect>`;
  }
  return markup;
}

/** `57 visits on this volume in the last hour, at most 12 in a minute` */
function chartWords({ visits, buckets }: ChartView, unit: string): string {
  const largest = Math.max(0, ...buckets.map((bucket) => bucket.visits ?? 0));
  const gone = buckets.filter((bucket) => bucket.visits === null).length;
  const kept = gone > 0 ? `; the log keeps ${figure(buckets.length - gone)} of its minutes` : '';
  const most = visits > 0 ? `, at most ${figure(largest)} in a minute` : '';
  return `${counted(visits, unit)} on this volume in the last hour${most}${kept}`;
}
