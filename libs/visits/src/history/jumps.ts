import { html, type Markup } from '@visits/web';

interface Jump {
  readonly root: string;
  /** Under the service's root: `visits/log`. */
  readonly path: string;
  /** What the address keeps. */
  readonly hidden: Readonly<Record<string, string | number>>;
}

export function jumpToNumber({ n, ...jump }: Jump & { readonly n: number | undefined }): Markup {
  return form(
    jump,
    html`<label for="jump-n">Number</label>
      <input id="jump-n" name="n" inputmode="numeric" pattern="[0-9]{1,15}" required value="${n ?? ''}" />`,
  );
}

export function jumpToTime({ since, ...jump }: Jump & { readonly since: string | undefined }): Markup {
  return form(
    jump,
    html`<label for="jump-since">Time, UTC</label>
      <input
        id="jump-since"
        name="since"
        type="datetime-local"
        required
        value="${since?.slice(0, 16) ?? ''}"
      />`,
  );
}

function form({ root, path, hidden }: Jump, field: Markup): Markup {
  return html`<form method="get" action="${root}${path}">
    ${Object.entries(hidden).map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
    )}
    ${field}
    <button type="submit">Go</button>
  </form>`;
}
