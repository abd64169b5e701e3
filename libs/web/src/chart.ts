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
  return html`<figure class="chart" data-hue="${hue}" data-href="${href}" data-unit="${unit}">
    <svg role="img" aria-label="${words}">${raw(bars(view))}</svg>
    <figcaption>${words}</figcaption>
  </figure>`;
}

/** Numbers alone, so nothing to escape: a template for each bar was a quarter of a page's time. */
function bars({ buckets }: ChartView): string {
  const largest = Math.max(1, ...buckets.map(({ visits }) => visits ?? 0));
  const width = 100 / buckets.length;
  let markup = '';
  for (const [i, { visits }] of buckets.entries()) {
    const height = visits === null ? 100 : (visits / largest) * 100;
    const [x, w, y, h] = [i * width, width * 0.8, 100 - height, height].map(percent);
    markup += `<rect class="${visits === null ? 'gone' : 'bar'}" x="${x}" width="${w}" y="${y}" height="${h}"></rect>`;
  }
  return markup;
}

const percent = (value: number): string => `${Math.round(value * 100) / 100}%`;

/** `57 visits in the last hour, at most 12 in a minute` */
export function chartWords({ visits, buckets }: ChartView, unit: string): string {
  const largest = Math.max(0, ...buckets.map((bucket) => bucket.visits ?? 0));
  const gone = buckets.filter((bucket) => bucket.visits === null).length;
  const kept = gone > 0 ? `; the log keeps ${figure(buckets.length - gone)} of its minutes` : '';
  return `${counted(visits, unit)} on this volume in the last hour, at most ${figure(largest)} in a minute${kept}`;
}
