import { html } from 'hono/html';
import { type Markup, plain } from '../markup';

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

export interface Figure {
  readonly id: string;
  readonly title: string;
  /** How to read it. */
  readonly caption: Markup;
  readonly width: number;
  readonly height: number;
  /** What is to be seen, for who does not see it. */
  readonly label: string;
  readonly drawing: Markup | readonly Markup[];
  readonly table: Table;
}

const ROWS_LIMIT = 240;

/** A picture with the same in figures: nothing is said by colour alone. */
export function figure({ id, title, caption, width, height, label, drawing, table }: Figure): Markup {
  return html`<figure id="${id}">
    <h3>${title}</h3>
    <figcaption>${caption}</figcaption>
    <div class="picture" tabindex="0" role="group" aria-label="${title}">
      <svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${plain(label)}">${drawing}</svg>
    </div>
    <details>
      <summary>In figures: ${title.toLowerCase()}</summary>
      ${tableOf(table, title)}
    </details>
  </figure>`;
}

function tableOf({ head, rows }: Table, title: string): Markup {
  const left = rows.length - ROWS_LIMIT;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title}, in figures">
      <table>
        <thead>
          <tr>
            ${head.map((name) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, ROWS_LIMIT).map(
            (row) =>
              html`<tr>
                ${row.map(cell)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${left > 0 ? html`<p class="soft">${left} more rows are in report.json.</p>` : ''}`;
}

function cell(value: string | number | null): Markup {
  if (typeof value === 'number' || /^[0-9]+\.[0-9]{3} s$/.test(value ?? ''))
    return html`<td class="number">${value}</td>`;
  return html`<td>${plain(value ?? '–', 120)}</td>`;
}
