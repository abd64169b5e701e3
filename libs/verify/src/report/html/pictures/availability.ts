import type { Report } from '@visits/proof';
import { html } from 'hono/html';
import { laneName, type Markup, plain, seconds } from '../markup';
import { linear, type Scale } from '../scale';
import { secondsAxis } from './axis';
import { figure } from './figure';
import { disruptionsOf, extentOf } from './time';

const WIDTH = 960;
const LEFT = 118;
const TOP = 34;
const LANE = 26;
const LANES_LIMIT = 64;
/** Of all lanes together. */
const BOOTS_LIMIT = 320;
/** Alternating is enough: a change of colour is a change of process. */
const HUES = 4;

/** A lane for each volume: its processes, one after the other, and what was done to them. */
export function availability(report: Report): Markup {
  const lanes = report.replicas.slice(0, LANES_LIMIT);
  const x = linear(extentOf(report), [LEFT, WIDTH - 8]);
  const bottom = TOP + lanes.length * LANE;
  const disruptions = disruptionsOf(report);
  return figure({
    id: 'availability',
    title: 'Who was there',
    caption: html`A lane for each volume. Each change of colour is another process. Shaded: from the end of a
    process that was stopped or killed to the first word of the next. The strip on top names the scenario.`,
    width: WIDTH,
    height: bottom + 24,
    label: `${lanes.length} volumes, ${disruptions.length} disruptions`,
    drawing: [
      ...secondsAxis(x, TOP, bottom),
      ...scenarioStrip(report, x, bottom),
      ...lanes.flatMap((replica, i) => lane(replica, report, x, TOP + i * LANE)),
    ],
    table: {
      head: ['volume', 'pod', 'pod UID', 'boot', 'from', 'to', 'exit', 'what was done'],
      rows: lanes.flatMap((replica) =>
        replica.boots.map(({ pod, podUid, boot, fromMs, toMs, exit }) => [
          ...[laneName(replica), pod, podUid, boot, seconds(fromMs), seconds(toMs)],
          exit === null ? null : String(exit),
          disruptions
            .filter((hit) => hit.boot === boot)
            .map(({ how, deathMs }) => `${how} at ${seconds(deathMs)}`)
            .join(', '),
        ]),
      ),
    },
  });
}

function scenarioStrip({ scenarios }: Report, x: Scale, bottom: number): Markup[] {
  const ran = scenarios.filter(({ name, fromMs }) => name !== 'run' && fromMs !== null);
  return ran.map(({ name, fromMs, tookMs, verdict }) => {
    const [from, to] = [x(fromMs!), x(tookMs === null ? x.to : fromMs! + tookMs)];
    const fits = to - from > name.length * 6.6 + 6;
    return html`<g class="span ${verdict}"
      ><title>${plain(name)}: ${verdict}, from ${seconds(fromMs!)}</title
      ><rect x="${from}" y="8" width="${width(from, to)}" height="18" /><line
        x1="${from}"
        x2="${from}"
        y1="8"
        y2="${bottom}"
      />${fits ? html`<text x="${from + 5}" y="21">${plain(name)}</text>` : ''}</g
    >`;
  });
}

function lane(replica: Report['replicas'][number], report: Report, x: Scale, y: number): Markup[] {
  const boots = replica.boots.slice(0, Math.ceil(BOOTS_LIMIT / report.replicas.length));
  const gaps = boots.slice(1).map((next, i) => ({ from: boots[i]!, next }));
  const hits = disruptionsOf(report)
    .filter((hit) => boots.some(({ boot }) => boot === hit.boot))
    .slice(0, boots.length);
  return [
    html`<text class="axis" x="4" y="${y + 17}">${laneName(replica)}</text>`,
    ...gaps.map(
      ({ from, next }) =>
        html`<rect
          class="gap"
          x="${x(from.toMs)}"
          y="${y + 2}"
          width="${width(x(from.toMs), x(next.fromMs))}"
          height="22"
        />`,
    ),
    ...boots.map(
      ({ boot, fromMs, toMs }, i) =>
        html`<rect
          class="hue-${i % HUES}"
          x="${x(fromMs)}"
          y="${y + 5}"
          width="${width(x(fromMs), x(toMs))}"
          height="16"
          ><title>boot ${plain(boot)}, ${seconds(fromMs)} to ${seconds(toMs)}</title></rect
        >`,
    ),
    ...hits.map(
      ({ how, deathMs }) =>
        html`<path class="hit" d="M${x(deathMs)} ${y + 24}v-22l-4 -3h8l-4 3"
          ><title>${plain(how)} at ${seconds(deathMs)}</title></path
        >`,
    ),
  ];
}

/** At least as wide as can be seen. */
function width(from: number, to: number): number {
  return Math.max(1, Math.round((to - from) * 10) / 10);
}
