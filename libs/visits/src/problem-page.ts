import type { ProblemView } from '@visits/service';
import { html, page } from '@visits/web';

/** An error for people: what happened, what to do, and the code to search for. */
export function problemPage(name: string): (problem: ProblemView) => string {
  return ({ status, title, code, detail, action }) =>
    page({
      title: `${title} · ${name}`,
      name,
      links: [{ href: '/', label: 'Back to the start' }],
      body: html`<h1>${status} · <code>${code}</code></h1>
        <p class="answer">${title}</p>
        <p>${detail}</p>
        <p>${action}</p>`,
    });
}
