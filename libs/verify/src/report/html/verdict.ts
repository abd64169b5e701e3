import type { Files, Report } from '@visits/proof';
import { html } from 'hono/html';
import {
  disruptionOf,
  extentOf,
  findingsOf,
  type Located,
  momentOf,
  scenarioAt,
  violationsOf,
  volumeOf,
} from './decisive';
import { evidence } from './evidence';
import { facts } from './facts';
import { counted, few, laneName, type Markup, more, plain, seconds, signs, whole } from './markup';

const words = { held: 'Held', violated: 'Violated', undecided: 'Undecided' } as const;
const LIMIT = 8;

/** The verdict in one word, then at once what it rests on. */
export function verdict(report: Report, files: Files): Markup {
  const violations = violationsOf(report);
  return html`<h1 class="${report.verdict}">
      <span class="sign" aria-hidden="true">${signs[report.verdict]}</span>${words[report.verdict]}
    </h1>
    <p class="lead">${lead(report)}</p>
    ${violations.length > 0 ? decisive(report, violations, files) : ''}
    ${report.verdict === 'undecided' ? open(report) : ''}`;
}

function lead({ verdict, summary }: Report): string {
  const { visits, acked, refused, unknown, disruptions } = summary;
  const under = `${counted(visits, 'visit')} (${whole(acked)} acknowledged, ${whole(refused)} refused, ${whole(unknown)} unanswered) over ${counted(disruptions, 'disruption')}`;
  if (verdict === 'held') return `No counter-example in ${under}. No test shows more than that.`;
  if (verdict === 'violated')
    return `A promise is broken, and this bundle holds the counter-example: ${under}.`;
  return `Nothing is violated, and not enough was seen to say that it held: ${under}.`;
}

/** Which visit, which receipt, which line, when: all that a reader needs to believe it. */
function decisive(report: Report, violations: readonly Located[], files: Files): Markup {
  const [{ finding, scenario, id }] = violations as [Located];
  const others = violations.slice(1);
  const visit = finding.around.find((one) => one.decisive);
  const volume = volumeOf(report, finding.replica);
  const played = scenario.name === 'run' ? scenarioAt(report, violations[0]!) : scenario.name;
  const when = finding.ms === null ? null : momentOf(report, finding.ms);
  return html`<section class="decisive-box" aria-label="The decisive line">
    <h2>${finding.title}</h2>
    <p class="say">${plain(finding.message)}</p>
    ${facts([
      [
        'Visit',
        visit &&
          `${visit.seq}, sent to ${visit.target} at ${seconds(visit.sentMs)}` +
            (visit.answeredMs === null
              ? ', unanswered'
              : `, ${visit.outcome === 'acked' ? 'acknowledged' : visit.outcome} at ${seconds(visit.answeredMs)}`),
      ],
      [
        'Receipt',
        visit && visit.n !== null && finding.replica !== null
          ? `count ${visit.n} of ${finding.replica}`
          : null,
      ],
      ['Volume', volume && laneName(volume)],
      [
        'When',
        finding.ms === null
          ? null
          : `${when ?? ''} (${seconds(finding.ms)} into the run)${played === null ? '' : `, in ${plain(played)}`}`,
      ],
      ['Disruption', disruptionOf(report, finding)],
      ['Extent', extentOf(report)],
      ['The line', evidence(finding.evidence.slice(0, 2), files)],
    ])}
    <p>
      <a href="#${id}">${finding.code}: cause, where to look, fix</a
      >${finding.count > 1 ? ` – and ${counted(finding.count - 1, 'more like it', 'more like it')}` : ''}
    </p>
    ${
      others.length > 0
        ? html`<p>
            Also:
            ${few(others, LIMIT, (one) => html`<a href="#${one.id}"><code>${one.finding.code}</code> in ${plain(one.scenario.name, 40)}</a> `)}
            ${more(others.length, LIMIT)}
          </p>`
        : ''
    }
  </section>`;
}

function open(report: Report): Markup {
  const why = [
    ...findingsOf(report, 'undecided').map(
      ({ finding, scenario, id }) =>
        html`<a href="#${id}">${plain(scenario.name, 40)}: <code>${finding.code}</code></a>
          ${plain(finding.message)}`,
    ),
    ...report.scenarios
      .filter(({ verdict }) => verdict === 'undecided')
      .flatMap(({ name, reasons }) => reasons.map((reason) => `${plain(name, 40)}: ${plain(reason)}`)),
  ];
  return html`<section class="open-box" aria-label="Why it is undecided">
    <h2>Why it is undecided</h2>
    <ul>
      ${few(why, LIMIT, (one) => html`<li>${one}</li>`)}
    </ul>
    <p>${more(why.length, LIMIT)}</p>
  </section>`;
}
