import type { Problem } from '@visits/service';
import { type Count, histogramPath, pageLinks, type PodIdentity } from '@visits/visits';
import {
  chart,
  type ChartView,
  figure,
  healthNotes,
  html,
  hueOf,
  lineAddress,
  log,
  type LogEntry,
  type Markup,
  note,
  page,
  receiptWords,
  totalPanel,
  type TotalView,
  type Trouble,
  whoAnswered,
} from '@visits/web';
import { type RecordedCalculation } from './recorded-calculation';
import { maxLength } from './arithmetic/calculation';

export interface CalculatorPage {
  readonly root: string;
  readonly pod: Pick<PodIdentity, 'storage' | 'boot'>;
  readonly count: Count;
  /** Null: not known yet. */
  readonly total: TotalView | null;
  /** Null: not read yet, or the log cannot be read. */
  readonly history: ChartView | null;
  readonly troubles: readonly Trouble[];
  /** Newest first. */
  readonly newest: readonly LogEntry[];
  readonly answer?: RecordedCalculation;
  readonly refusal?: { readonly problem: Problem; readonly expression: string };
}

export function calculatorPage(content: CalculatorPage): string {
  const { root, pod, count, total, history, troubles, newest, answer, refusal } = content;
  const typed = refusal?.expression ?? '';
  const { visits, replica } = count;
  const body = html`<div class="first">
      <h1>${answer ? `${answer.expression} =` : 'Calculate'}</h1>
      ${
        answer
          ? html`<p class="${figureClass(answer.result)}"><output>${answer.result}</output></p>
              <p class="soft">
                Counted by ${count.pod}:
                ${receiptWords(answer, lineAddress({ root, log: 'calculations', replica }, answer.n))}
              </p>`
          : ''
      }
      ${
        refusal
          ? note(refusal.problem.title ?? 'No result', refusal.problem.detail, refusal.problem.action)
          : ''
      }
      ${healthNotes(troubles, refusal?.problem.code)}
      ${form(root, typed, answer ? 'The next one' : 'Expression')}
      <p class="soft">+ − × ÷ ^ and parentheses, up to 34 digits: <code>2 * (3 + 4) ^ 2</code></p>
      <p class="count">
        This pod has counted
        <strong>${figure(visits)}</strong> ${visits === 1 ? 'calculation' : 'calculations'} so far.
      </p>
      <p>Another pod shows another number because each pod counts on its own volume.</p>
      ${history ? chart({ href: histogramPath(root, replica), unit: 'calculation', hue: hueOf(count.ordinal), view: history }) : ''}
    </div>
    ${totalPanel({ root, total, pod: count.pod, replica, unit: 'calculation' })}
    <div class="rest-of-page">
      ${
        newest.length === 0
          ? ''
          : html`<h2>Latest on this volume</h2>
              ${log(
                newest.map((entry) => ({ ...entry, ordinal: count.ordinal })),
                answer?.n,
              )}`
      }
      ${whoAnswered({ root, log: 'calculations', ...count, ...pod, troubles, receipt: answer })}
    </div>`;
  const title = answer ? answer.text : refusal ? 'No result' : 'Calculate';
  return page({
    title: `${title} · ${count.pod}`,
    name: 'Visits calculator',
    root,
    links: pageLinks(replica, 'calculations'),
    body,
    wide: true,
    scripts: ['live', 'chart'],
  });
}

/** The largest thing on the page, also where it has 34 digits. */
const figureClass = (result: string): string => (result.length <= 10 ? 'figure' : 'figure long');

function form(root: string, expression: string, label: string): Markup {
  return html`<form class="ask" method="post" action="${root}calculations">
    <label for="expression">${label}</label>
    <input
      id="expression"
      name="expression"
      value="${expression.slice(0, maxLength)}"
      maxlength="${maxLength}"
      required
      autofocus
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      placeholder="3 + 4"
    />
    <button type="submit">Calculate</button>
  </form>`;
}
