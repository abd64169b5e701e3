import type { Finding, ScenarioReport } from '@visits/proof';
import { html } from 'hono/html';
import { type Markup, plain, seconds } from '../markup';
import { linear, type Scale } from '../scale';
import { secondsAxis } from './axis';
import { figure } from './figure';

const WIDTH = 960;
const LEFT = 118;
const TOP = 30;
const ROW = 12;
const LANE_GAP = 8;
/** An answer that never came has no end: its bar ends here. */
const UNANSWERED_MS = 40;

type Visit = Finding['around'][number];

interface Lane {
  readonly target: string;
  /** Visits that overlap stand below one another. */
  readonly rows: Visit[][];
}

/** The requests around a violation: a lane for each address they were sent to, a bar from sending to answer. */
export function around(finding: Finding, { exposure }: ScenarioReport, id: string): Markup {
  const { around: visits, ms } = finding;
  if (visits.length === 0 || ms === null) return '';
  const from = Math.min(ms, ...visits.map(({ sentMs }) => sentMs));
  const to = Math.max(ms, ...visits.map(endOf));
  const x = linear([from, to], [LEFT, WIDTH - 8]);
  const lanes = lanesOf(visits, x);
  const tops: number[] = [];
  let bottom = TOP;
  for (const { rows } of lanes) {
    tops.push(bottom);
    bottom += rows.length * ROW + LANE_GAP;
  }
  const decisive = visits.find((visit) => visit.decisive);
  const hits = exposure.hits.filter(({ deathMs }) => deathMs >= from && deathMs <= to);
  return figure({
    id,
    title: 'The visits around it',
    caption: html`A bar for each visit, from its sending to its answer, in the lane of the address it was sent
      to: <span class="key p50">acknowledged</span> <span class="key hollow">refused</span>
      <span class="key open">unanswered</span>
      <span class="key alarm">decisive</span> ${hits.length > 0 ? 'Vertical, dashed: a disruption.' : ''}`,
    width: WIDTH,
    height: bottom + 20,
    label: `${visits.length} visits from ${seconds(from)} to ${seconds(to)} of the run`,
    drawing: [
      ...secondsAxis(x, TOP - 4, bottom),
      ...hits.map(
        ({ deathMs, how, pod }) =>
          html`<line class="hit" x1="${x(deathMs)}" x2="${x(deathMs)}" y1="${TOP - 4}" y2="${bottom}">
            <title>${plain(how)} ${plain(pod)}</title>
          </line>`,
      ),
      pointer(decisive, ms, x, bottom),
      ...lanes.flatMap(({ target, rows }, i) => [
        html`<text class="axis" x="4" y="${tops[i]! + 10}">${plain(target, 18)}</text>`,
        ...rows.flatMap((row, j) => row.map((visit) => bar(visit, x, tops[i]! + j * ROW))),
      ]),
    ],
    table: {
      head: ['visit', 'ledger line', 'app', 'sent to', 'sent', 'answered', 'outcome', 'count', 'decisive'],
      rows: visits.map((one) => [
        ...[`#${one.seq}`, `ledger.log#${one.line}`, one.app, one.target, seconds(one.sentMs)],
        one.answeredMs === null ? null : seconds(one.answeredMs),
        ...[one.outcome, one.n, one.decisive ? 'decisive' : ''],
      ]),
    },
  });
}

function endOf({ sentMs, answeredMs }: Visit): number {
  return answeredMs ?? sentMs + UNANSWERED_MS;
}

function lanesOf(visits: readonly Visit[], x: Scale): Lane[] {
  const lanes = new Map<string, Lane>();
  for (const visit of visits) {
    const lane = lanes.get(visit.target) ?? { target: visit.target, rows: [] };
    lanes.set(visit.target, lane);
    const row = lane.rows.find((held) => x(endOf(held.at(-1)!)) + 1 < x(visit.sentMs));
    if (row) row.push(visit);
    else lane.rows.push([visit]);
  }
  return [...lanes.values()].sort((a, b) => (a.target < b.target ? -1 : 1));
}

function bar(visit: Visit, x: Scale, y: number): Markup {
  const { seq, target, sentMs, outcome, decisive } = visit;
  const width = Math.max(2, Math.round((x(endOf(visit)) - x(sentMs)) * 10) / 10);
  const name = decisive ? 'decisive' : outcome;
  return html`<rect class="visit ${name}" x="${x(sentMs)}" y="${y}" width="${width}" height="${ROW - 3}">
    <title>visit ${seq} to ${plain(target)}, ${outcome}</title>
  </rect>`;
}

/** A line through all lanes with the visit's name on top; where no visit is to blame, the moment. */
function pointer(visit: Visit | undefined, ms: number, x: Scale, bottom: number): Markup {
  const at = x(visit ? (visit.sentMs + endOf(visit)) / 2 : ms);
  const count = visit && visit.n !== null ? `, count ${visit.n}` : '';
  const words = visit ? `visit ${visit.seq} to ${plain(visit.target, 30)}${count}` : 'here';
  const isRight = at > WIDTH / 2;
  return html`<line class="decisive" x1="${at}" x2="${at}" y1="20" y2="${bottom}" /><text
      class="alarm ${isRight ? 'end' : ''}"
      x="${at + (isRight ? 4 : -4)}"
      y="14"
    >
      ${words}
    </text>`;
}
