import type { Report, ScenarioReport } from '@visits/proof';
import { html } from 'hono/html';
import { exposureOf } from './exposure';
import { few, type Markup, more, plain, signs } from './markup';

const LIMIT = 30;

/** What held and under which exposure, beside what was not tested at all. */
export function summary(report: Report): Markup {
  const held = report.scenarios.filter(({ verdict, name }) => verdict === 'held' && name !== 'run');
  const untested = notTested(report);
  return html`<div class="columns">
    <section>
      <h2>What held</h2>
      ${held.length === 0 ? html`<p class="soft">No scenario.</p>` : ''}
      <ul class="list">
        ${few(held, LIMIT, (one) => item('held', html`${plain(one.title)} <span class="soft">${exposureOf(one)}</span>`))}
      </ul>
      <p class="soft">${more(held.length, LIMIT)}</p>
    </section>
    <section>
      <h2>What was not tested</h2>
      <ul class="list">
        ${few(untested, LIMIT, (one) => item('skipped', plain(one)))}
      </ul>
      <p class="soft">${more(untested.length, LIMIT)}</p>
      ${
        report.limits.length > 0
          ? html`<p>
              <a href="#limits"
                >${report.limits.length === 1 ? 'One thing' : `${report.limits.length} things`} could not be
                checked</a
              >
            </p>`
          : ''
      }
    </section>
  </div>`;
}

const item = (verdict: ScenarioReport['verdict'], what: Markup): Markup =>
  html`<li><span class="${verdict}" aria-hidden="true">${signs[verdict]}</span><span>${what}</span></li>`;

function notTested({ notTested, scenarios, tool }: Report): string[] {
  const skipped = scenarios
    .filter(
      ({ verdict, name }) => verdict === 'skipped' && !notTested.some((one) => one.startsWith(`${name}:`)),
    )
    .map(({ title, reasons }) => `${title}: ${reasons.join('; ')}`);
  const all = [...notTested, ...skipped];
  if (all.length > 0) return all;
  return [
    tool === null ? 'Without facts.json the bundle does not say what was to be tested.' : 'Nothing is named.',
  ];
}
