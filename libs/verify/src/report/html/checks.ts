import type { Files, Report, ScenarioReport } from '@visits/proof';
import { html } from 'hono/html';
import { idOf, findingsOf, violationsOf } from './decisive';
import { exposureOf } from './exposure';
import { type Detail, finding } from './finding';
import { few, type Markup, more, plain, signs } from './markup';

const categories = {
  run: 'the whole run',
  read: 'read: nothing is changed',
  write: 'write: visits are counted',
  disturb: 'disturb: processes end',
  hazard: 'hazard: what a volume or node can suffer',
} as const;
const SCENARIOS_LIMIT = 60;
const REASONS_LIMIT = 8;
/** A picture for each of the first violations; a run that breaks more promises is clear enough. */
const PICTURES = 4;
/** And the causes of as many as anybody reads. */
const DETAILED = 20;

/** Every check by category, with detail where it is not held. */
export function checks(report: Report, files: Files): Markup {
  const detailed = [...violationsOf(report), ...findingsOf(report, 'undecided')]
    .slice(0, DETAILED)
    .map(({ id }) => id);
  const pictured = violationsOf(report)
    .filter(({ finding }) => finding.around.length > 0)
    .slice(0, PICTURES)
    .map(({ id }) => id);
  const detailOf = (id: string): Detail =>
    pictured.includes(id) ? 'picture' : detailed.includes(id) ? 'text' : 'line';
  const all = report.scenarios.slice(0, SCENARIOS_LIMIT);
  const groups = Object.entries(categories).flatMap(([category, title]) => {
    const inIt = all
      .map((scenario, i) => ({ scenario, i }))
      .filter(({ scenario }) => scenario.category === category);
    return inIt.length === 0
      ? []
      : [
          html`<h3 class="category">${title}</h3>
            <ul class="checks">
              ${inIt.map(({ scenario, i }) => check(scenario, i))}
            </ul>`,
        ];
  });
  return html`<h2>Checks</h2>
    ${groups}
    <p class="soft">${more(report.scenarios.length, SCENARIOS_LIMIT)}</p>`;

  function check(scenario: ScenarioReport, i: number): Markup {
    const { name, title, verdict, reasons, heldWhen, findings } = scenario;
    const isSkipped = verdict === 'skipped';
    // The one thing to say of it: it needs no line of its own.
    const why =
      isSkipped && reasons.length > 0
        ? `: ${few(reasons, REASONS_LIMIT, (one) => plain(one)).join(' ')}`
        : '';
    return html`<li>
      <div class="check">
        <span class="${verdict}"><span aria-hidden="true">${signs[verdict]}</span></span>
        <span class="name">${plain(name, 60)}</span>
        <span class="title"
          >${plain(title)}${verdict === 'held' ? '' : html` – <span class="${verdict}">${verdict}${why}</span>`}</span
        >
        <span class="exposed">${exposureOf(scenario)}</span>
      </div>
      <div class="detail">
        ${isSkipped ? '' : few(reasons, REASONS_LIMIT, (reason) => html`<p>${plain(reason)}</p>`)}
        ${verdict === 'violated' || verdict === 'undecided' ? html`<p class="soft">Held when: ${plain(heldWhen)}.</p>` : ''}
        ${findings.map((found, j) => finding({ finding: found, scenario, id: idOf(i, j) }, files, detailOf(idOf(i, j))))}
      </div>
    </li>`;
  }
}
