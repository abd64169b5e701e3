import { html, raw } from 'hono/html';
import { type ScriptName, scripts } from './scripts';

/** Markup whose values are escaped already; everything else that enters a tag is escaped by it. */
export type Markup = ReturnType<typeof html>;

/** `href` is under the service's root, without a slash in front: `visits/log`. */
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
  /** The way up from the page's address to the service's root, such as `../`: right behind any path prefix. */
  readonly root: string;
  readonly links?: readonly Link[];
  /** One quiet line at the bottom, such as who answered. */
  readonly foot?: Markup | string;
  /** Fetched before anybody asked to see it, so not counted: once it is shown, the script asks anew. */
  readonly ahead?: boolean;
  /** With a total beside it. */
  readonly wide?: boolean;
  /** What runs in it; the answer's policy has to allow `inlineScripts`. */
  readonly scripts?: readonly ScriptName[];
  /** It asks for itself again so often. */
  readonly refreshSeconds?: number | undefined;
}

/** A calm dot inside the page, so that no browser has to ask for an icon. */
const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6" fill="#c2561b"/></svg>',
)}`;

/** Not inside of the page's tag: a formatter that adds one space there changes the hash. */
const tags = Object.fromEntries(
  Object.entries(scripts).map(([name, text]) => [name, raw(`<script>${text}</script>`)]),
);

/** One whole page as text. It needs no JavaScript, and reads well also where style.css does not arrive. */
export function page(content: PageContent): string {
  return String(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="robots" content="noindex" />
          ${
            content.refreshSeconds === undefined
              ? ''
              : html`<meta http-equiv="refresh" content="${content.refreshSeconds}" />`
          }
          <title>${content.title}</title>
          <link rel="stylesheet" href="${content.root}style.css" />
          <link rel="icon" href="${icon}" />
        </head>
        <body ${content.ahead ? 'data-ahead' : ''}>
          <div class="sheet${content.wide ? ' wide' : ''}">
            <header class="top"><span class="name">${content.name}</span>${navigation(content)}</header>
            <main>${content.body}</main>
            ${content.foot === undefined ? '' : html`<footer>${content.foot}</footer>`}
          </div>
          ${(content.scripts ?? []).map((name) => tags[name])}
        </body>
      </html> `,
  );
}

function navigation({ root, links = [] }: PageContent): Markup | string {
  if (links.length === 0) return '';
  return html`<nav aria-label="Pages">
    ${links.map(({ href, label }) => html`<a href="${root}${href}">${label}</a>`)}
  </nav>`;
}

/** Names and values, such as who a pod is. */
export function facts(rows: readonly (readonly [name: Markup | string, value: Markup | string])[]): Markup {
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
