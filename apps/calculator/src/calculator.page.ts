import { type Problem } from '@visits/service';
import { type Count, type PodIdentity } from '@visits/visits';
import { facts, html, log, type LogEntry, type Markup, note, page } from '@visits/web';
import { type Answer } from './answer';
import { maxLength } from './arithmetic/calculation';

export interface CalculatorPage {
  readonly pod: PodIdentity;
  readonly count: Count;
  /** Newest first. */
  readonly newest: readonly LogEntry[];
  readonly answer?: Answer;
  readonly refusal?: { readonly problem: Problem; readonly expression: string };
}

export const calculatorLinks = [
  { href: '/calculations', label: 'History' },
  { href: '/info', label: 'Info' },
  { href: '/openapi.json', label: 'API' },
];

export function calculatorPage(content: CalculatorPage): string {
  const { pod, count, newest, answer, refusal } = content;
  const typed = refusal?.expression ?? '';
  const { visits, replica, ordinal } = count;
  const body = html`<h1>${answer ? `${answer.expression} =` : 'Calculate'}</h1>
    ${answer ? html`<p class="answer"><output>${answer.result}</output></p>` : ''}
    ${refusal ? note(refusal.problem.title ?? 'No result', refusal.problem.detail, refusal.problem.action) : ''}
    ${form(typed, answer ? 'The next one' : 'Expression')}
    <p class="soft">+ − × ÷ ^ and parentheses, up to 34 digits: <code>2 * (3 + 4) ^ 2</code></p>
    <p class="count">
      This pod counted <strong>${visits}</strong> ${visits === 1 ? 'calculation' : 'calculations'} so far.
    </p>
    <p>Another pod shows another number because each pod counts on its own volume.</p>
    ${
      newest.length === 0
        ? ''
        : html`<h2>Latest on this volume</h2>
            ${log(newest)}`
    }
    <h2>Who answered</h2>
    ${facts([
      ['Pod', html`<code>${pod.pod}</code>`],
      ['Ordinal', ordinal === null ? 'none: the name is not from a StatefulSet' : String(ordinal)],
      [pod.storage.kind === 'claim' ? 'Claim' : 'Directory', html`<code>${pod.storage.name}</code>`],
      ['Replica', replica === null ? 'not known yet' : html`<code>${replica}</code>`],
      ['Boot', html`<code>${pod.boot}</code>`],
    ])}`;
  const title = answer ? answer.text : refusal ? 'No result' : 'Calculate';
  return page({ title: `${title} · ${pod.pod}`, name: 'Visits calculator', links: calculatorLinks, body });
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
