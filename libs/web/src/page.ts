import { html, raw } from 'hono/html';
import { liveScript } from './live-script';

/** Markup whose values are escaped already; everything else that enters a tag is escaped by it. */
export type Markup = ReturnType<typeof html>;

export interface Link {
  readonly href: string;
  readonly label: string;
}

export interface PageContent {
  /** What stands in the browser's tab. */
  readonly title: string;
  /** The service's name, on top of the page. */
  readonly name: string;
  readonly body: Markup;
  readonly links?: readonly Link[];
  /** One quiet line at the bottom, such as who answered. */
  readonly foot?: Markup | string;
  /** With a total that follows the stream; the answer's policy has to allow liveScript. */
  readonly live?: boolean;
}

/** A calm dot inside the page, so that no browser has to ask for an icon. */
const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6" fill="#c2561b"/></svg>',
)}`;

/** Not inside of the page's tag: a formatter that adds one space there changes the hash. */
const script = raw(`<script>${liveScript}</script>`);

/** One whole page as text. It needs no JavaScript, and reads well also where /style.css does not arrive. */
export function page(content: PageContent): string {
  return String(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="robots" content="noindex" />
          <title>${content.title}</title>
          <link rel="stylesheet" href="/style.css" />
          <link rel="icon" href="${icon}" />
        </head>
        <body>
          <div class="sheet${content.live ? ' wide' : ''}">
            <header class="top">
              <span class="name">${content.name}</span>${navigation(content.links ?? [])}
            </header>
            <main>${content.body}</main>
            ${content.foot === undefined ? '' : html`<footer>${content.foot}</footer>`}
          </div>
          ${content.live ? script : ''}
        </body>
      </html> `,
  );
}

function navigation(links: readonly Link[]): Markup | string {
  if (links.length === 0) return '';
  return html`<nav aria-label="Pages">
    ${links.map(({ href, label }) => html`<a href="${href}">${label}</a>`)}
  </nav>`;
}

/** Names and values, such as who a pod is. */
export function facts(rows: readonly (readonly [name: string, value: Markup | string])[]): Markup {
  return html`<dl>
    ${rows.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;
}

/** Something that went wrong, said where the eye is: what, and what to do. `caution`: it still works. */
export function note(
  strong: string,
  detail: string,
  action?: string,
  tone: 'alarm' | 'caution' = 'alarm',
): Markup {
  return html`<div class="note ${tone}">
    <p><strong>${strong}</strong></p>
    ${detail ? html`<p>${detail}</p>` : ''} ${action ? html`<p>${action}</p>` : ''}
  </div>`;
}

export interface LogEntry {
  readonly n: number;
  readonly at: string;
  readonly text: string;
}

/** Lines of a log for people: number, text, UTC time. */
export function log(entries: readonly LogEntry[]): Markup {
  return html`<ol class="log">
    ${entries.map(
      ({ n, at, text }) =>
        html`<li>
          <span class="n">${n}</span
          ><span class="line"
            ><span class="text">${text}</span> <time datetime="${at}">${utc(at)}</time></span
          >
        </li>`,
    )}
  </ol>`;
}

function utc(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;
}
