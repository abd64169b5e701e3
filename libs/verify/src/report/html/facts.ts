import { html } from 'hono/html';
import { type Markup, plain } from './markup';

/** Names and values; a row without a value is left out. */
export function facts(rows: readonly (readonly [name: string, value: Markup | null | undefined])[]): Markup {
  const known = rows.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return html`<dl>
    ${known.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${typeof value === 'string' ? plain(value) : value}</dd>
        </div>`,
    )}
  </dl>`;
}
