import type { Report } from '@visits/proof';
import { html } from 'hono/html';
import { type Markup, whole } from '../markup';
import { linear, type Scale } from '../scale';
import { secondsAxis } from './axis';
import { figure } from './figure';
import { disruptionsOf, extentOf } from './time';

const WIDTH = 960;
/** As in availability.ts: a second stands at the same place in both. */
const LEFT = 118;
const TOP = 12;
const BOTTOM = 196;
/** More points than these help nobody: then each stands for several seconds. */
const POINTS_LIMIT = 240;
const LINES = ['max', 'p99', 'p50'] as const;

type Point = Report['timeline'][number];

/** How long an acknowledged visit took, by the second in which it was sent. */
export function latency(report: Report): Markup {
  const points = thinned(report.timeline);
  const x = linear(extentOf(report), [LEFT, WIDTH - 8]);
  const largest = Math.max(10, ...points.map(({ max }) => max ?? 0));
  const decades = Math.ceil(Math.log10(largest));
  const y = linear([0, decades], [BOTTOM, TOP]);
  const at = (ms: number): number => y(Math.log10(Math.max(1, ms)));
  const each = Math.max(1, Math.ceil(report.timeline.length / POINTS_LIMIT));
  return figure({
    id: 'latency',
    title: 'How long an answer took',
    caption: html`<span class="key max">max</span> <span class="key p99">p99</span>
      <span class="key p50">p50</span> of acknowledged visits, the slowest of
      ${each === 1 ? 'each second' : `every ${each} seconds`}, on a logarithmic scale. Vertical: a disruption.
      A gap: nothing was acknowledged.`,
    width: WIDTH,
    height: BOTTOM + 24,
    label: `Latency from ${Math.round(x.from / 1000)} to ${Math.round(x.to / 1000)} s, at most ${largest} ms`,
    drawing: [
      ...Array.from(
        { length: decades + 1 },
        (_, power) =>
          html`<line class="grid" x1="${LEFT}" x2="${WIDTH - 8}" y1="${y(power)}" y2="${y(power)}" /><text
              class="axis end"
              x="${LEFT - 8}"
              y="${y(power) + 4}"
              >${whole(10 ** power)} ms</text
            >`,
      ),
      ...secondsAxis(x, TOP, BOTTOM),
      ...disruptionsOf(report).map(
        ({ deathMs }) =>
          html`<line class="hit" x1="${x(deathMs)}" x2="${x(deathMs)}" y1="${TOP}" y2="${BOTTOM}" />`,
      ),
      ...LINES.map((name) => html`<path class="curve ${name}" d="${pathOf(points, name, x, at)}" />`),
    ],
    table: {
      head: [
        'second',
        'acknowledged',
        'refused',
        'unanswered',
        'failed probes',
        'p50 ms',
        'p99 ms',
        'max ms',
      ],
      rows: points.map(({ second, acked, refused, unknown, failedProbes, p50, p99, max }) => [
        ...[second, acked, refused, unknown, failedProbes],
        ...[p50, p99, max],
      ]),
    },
  });
}

/** A line that begins anew after a second in which nothing was acknowledged; a lone second is a short dash. */
function pathOf(
  points: readonly Point[],
  name: (typeof LINES)[number],
  x: Scale,
  at: (ms: number) => number,
): string {
  let path = '';
  let before: number | undefined;
  const step =
    points.length > 1 ? Math.min(...points.slice(1).map((p, i) => p.second - points[i]!.second)) : 1;
  for (const { second, [name]: value } of points) {
    if (value === null) {
      before = undefined;
      continue;
    }
    const goesOn = before !== undefined && second - before <= step;
    path += `${goesOn ? 'L' : 'M'}${x(second * 1000)} ${at(value)}H${x((second + step) * 1000)}`;
    before = second;
  }
  return path;
}

function thinned(timeline: Report['timeline']): Point[] {
  const size = Math.max(1, Math.ceil(timeline.length / POINTS_LIMIT));
  if (size === 1) return timeline;
  const buckets = new Map<number, Point[]>();
  for (const point of timeline) {
    const second = Math.floor(point.second / size) * size;
    buckets.set(second, [...(buckets.get(second) ?? []), point]);
  }
  return [...buckets].map(([second, held]) => ({
    second,
    ...(Object.fromEntries(
      (['acked', 'refused', 'unknown', 'failedProbes'] as const).map((name) => [
        name,
        held.reduce((sum, point) => sum + point[name], 0),
      ]),
    ) as Pick<Point, 'acked' | 'refused' | 'unknown' | 'failedProbes'>),
    ...(Object.fromEntries(
      LINES.map((name) => [
        name,
        held.reduce<number | null>(
          (most, point) => (point[name] === null ? most : Math.max(most ?? 0, point[name])),
          null,
        ),
      ]),
    ) as Pick<Point, 'p50' | 'p99' | 'max'>),
  }));
}
