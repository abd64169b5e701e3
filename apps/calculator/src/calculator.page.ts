import type { Problem } from '@visits/service';
import type { Count, PodIdentity } from '@visits/visits';
import {
  figure,
  healthNotes,
  html,
  log,
  type LogEntry,
  type Markup,
  note,
  page,
  totalPanel,
  type TotalView,
  type Trouble,
  whoAnswered,
} from '@visits/web';
import type { Answer } from './answer';
import { maxLength } from './arithmetic/calculation';

export interface CalculatorPage {
  readonly pod: Pick<PodIdentity, 'storage' | 'boot'>;
  readonly count: Count;
  /** Null: not known yet. */
  readonly total: TotalView | null;
  readonly troubles: readonly Trouble[];
  /** Newest first. */
  readonly newest: readonly LogEntry[];
  readonly answer?: Answer;
  readonly refusal?: { readonly problem: Problem; readonly expression: string };
}

const calculatorLinks = [
  { href: '/calculations', label: 'History' },
  { href: '/info', label: 'Info' },
  { href: '/openapi.json', label: 'API' },
];

export function calculatorPage(content: CalculatorPage): string {
  const { pod, count, total, troubles, newest, answer, refusal } = content;
  const typed = refusal?.expression ?? '';
  const { visits, replica } = count;
  const body = html`<div class="first">
      <h1>${answer ? `${answer.expression} =` : 'Calculate'}</h1>
      ${answer ? html`<p class="answer"><output>${answer.result}</output></p>` : ''}
      ${
        refusal
          ? note(refusal.problem.title ?? 'No result', refusal.problem.detail, refusal.problem.action)
          : ''
      }
      ${healthNotes(troubles, refusal?.problem.code)} ${form(typed, answer ? 'The next one' : 'Expression')}
      <p class="soft">+ − × ÷ ^ and parentheses, up to 34 digits: <code>2 * (3 + 4) ^ 2</code></p>
      <p class="count">
        This pod counted <strong>${figure(visits)}</strong> ${visits === 1 ? 'calculation' : 'calculations'}
        so far.
      </p>
      <p>Another pod shows another number because each pod counts on its own volume.</p>
    </div>
    ${totalPanel({ total, pod: count.pod, replica, unit: 'calculation' })}
    <div class="rest-of-page">
      ${
        newest.length === 0
          ? ''
          : html`<h2>Latest on this volume</h2>
              ${log(newest)}`
      }
      ${whoAnswered({ ...count, ...pod, troubles })}
    </div>`;
  const title = answer ? answer.text : refusal ? 'No result' : 'Calculate';
  return page({
    title: `${title} · ${count.pod}`,
    name: 'Visits calculator',
    links: calculatorLinks,
    body,
    live: true,
  });
}

function form(expression: string, label: string): Markup {
  return html`<form class="ask" method="post" action="/calculations">
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
