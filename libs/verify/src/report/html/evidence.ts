import type { Files } from '@visits/proof';
import { html } from 'hono/html';
import { type Markup, plain } from './markup';
import { quote } from './quote';

const QUOTED = 3;

/** Each `file#line` with what stands there; of many the first ones are quoted, the others named. */
export function evidence(places: readonly string[], files: Files, quoted = QUOTED): Markup {
  const others = places.slice(quoted);
  return html`${places.slice(0, quoted).map((place) => {
    const line = quote(files, place);
    return html`<div>
      <code class="place">${plain(place, 200)}</code>${line === null ? '' : html`<pre>${line}</pre>`}
    </div>`;
  })}${
    others.length > 0
      ? html`<div class="soft">also ${others.map((place) => html`<code>${plain(place, 200)}</code> `)}</div>`
      : ''
  }`;
}
