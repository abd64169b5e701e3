import type { Report } from '@visits/proof';
import { html } from 'hono/html';
import { laneName, type Markup, whole } from '../markup';
import { linear } from '../scale';
import { figure } from './figure';

const WIDTH = 960;
const LEFT = 118;
const RIGHT = 250;
const ROW = 34;
const ROWS_LIMIT = 64;

/** What was promised against what is there: two bars for each volume, and the difference in words. */
export function stored(report: Report): Markup {
  const replicas = report.replicas.slice(0, ROWS_LIMIT);
  const most = Math.max(1, ...replicas.map(({ acked, stored }) => Math.max(acked, stored)));
  const x = linear([0, most], [LEFT, WIDTH - RIGHT]);
  const missing = replicas.reduce((sum, one) => sum + Math.max(0, one.acked - one.stored), 0);
  return figure({
    id: 'stored',
    title: 'Acknowledged against stored',
    caption: html`Above: visits whose receipt names this volume. Below: those whose line is there, with the
    time and the text of the receipt.
    ${missing === 0 ? 'None is missing.' : html`<strong>${whole(missing)} missing.</strong>`}`,
    width: WIDTH,
    height: replicas.length * ROW + 6,
    label: `${replicas.length} volumes, ${missing} acknowledged visits are missing`,
    drawing: replicas.map((replica, i) => {
      const { acked, stored: there } = replica;
      const y = i * ROW + 4;
      return html`<text class="axis" x="4" y="${y + 17}">${laneName(replica)}</text>
        <rect class="acked" x="${LEFT}" y="${y}" width="${width(acked)}" height="11" />
        <rect class="there" x="${LEFT}" y="${y + 13}" width="${width(there)}" height="11" />
        ${
          acked > there
            ? html`<rect
                  class="gone"
                  x="${x(there)}"
                  y="${y + 13}"
                  width="${x(acked) - x(there)}"
                  height="11"
                /><text class="alarm" x="${x(acked) + 8}" y="${y + 17}"
                  >${whole(acked - there)} of ${whole(acked)} missing</text
                >`
            : html`<text class="axis" x="${x(acked) + 8}" y="${y + 17}">${whole(acked)}, all there</text>`
        }`;
    }),
    table: {
      head: ['volume', 'replica', 'before', 'acknowledged', 'stored', 'unanswered, but stored', 'after'],
      rows: replicas.map((one) => [
        ...[laneName(one), one.replica, one.before, one.acked, one.stored, one.matched, one.after],
      ]),
    },
  });

  function width(count: number): number {
    return Math.round((x(count) - LEFT) * 10) / 10;
  }
}
