import type { Files } from '@visits/proof';
import { html } from 'hono/html';
import type { Located } from './decisive';
import { evidence } from './evidence';
import { facts } from './facts';
import { coded, counted, type Markup, plain } from './markup';
import { around } from './pictures/around';

/** One line; or where it stands and what to do about it; or with a picture of the visits around it. */
export type Detail = 'line' | 'text' | 'picture';

/** What was seen. A warning is one line. */
export function finding({ finding: found, scenario, id }: Located, files: Files, detail: Detail): Markup {
  const { code, severity, title, message, count, evidence: places, cause, look, fix } = found;
  const others = count > 1 ? ` – and ${counted(count - 1, 'more like it', 'more like it')}` : '';
  if (severity === 'warning' || detail === 'line')
    return html`<p class="warning ${severity}" id="${id}">
      <code>${code}</code> ${plain(message, 300)}${others}
    </p>`;
  return html`<article class="finding ${severity}" id="${id}">
    <h4><code>${code}</code> ${title}</h4>
    <p>${plain(message)}${others}</p>
    ${facts([
      ['Evidence', evidence(places, files)],
      ['Cause', coded(cause)],
      ['Look', coded(look)],
      ['Fix', coded(fix)],
    ])}
    ${detail === 'picture' ? around(found, scenario, `${id}-picture`) : ''}
  </article>`;
}
