import type { ProblemRenderer } from '@visits/service';
import { html, page } from '@visits/web';

/** What passes by itself, while a pod starts or is replaced. */
const PASSING: ReadonlySet<string> = new Set([
  'opening',
  'closing',
  'closed',
  'unavailable',
  'replica-unreachable',
]);

/** Seconds after which a page that could not be shown is asked for again; undefined where that helps nobody. */
export const refreshAfter = (code: string): number | undefined => (PASSING.has(code) ? 1 : undefined);

/** An error for people: what happened, what to do, and the code to search for. */
export function problemPage(name: string): ProblemRenderer {
  return ({ status, title, code, detail, action }, root) =>
    page({
      title: `${title} · ${name}`,
      name,
      root,
      links: [
        { href: '', label: 'Start' },
        { href: 'docs', label: 'API' },
      ],
      refreshSeconds: refreshAfter(code),
      body: html`<h1>${status} · <code>${code}</code></h1>
        <p class="answer">${title}</p>
        ${detail === `${title}.` ? '' : html`<p>${detail}</p>`}
        <p>${action}</p>
        ${refreshAfter(code) ? html`<p class="soft">This page asks again by itself.</p>` : ''}`,
    });
}
