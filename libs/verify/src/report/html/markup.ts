import { html } from 'hono/html';

/** Markup whose values are escaped; everything that enters a tag of `hono/html` is escaped by it. */
export type Markup = ReturnType<typeof html> | string;

/** A text of the bundle is as long as somebody made it: a view is not. */
const TEXT_LIMIT = 600;

/** One line that can be shown: no control characters, and not without end. */
export function plain(text: string, limit = TEXT_LIMIT): string {
  const line = text.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, '\ufffd');
  return line.length > limit ? `${line.slice(0, limit)}…` : line;
}

/** The first of many, and how many more there are. */
export function few<T>(items: readonly T[], limit: number, show: (item: T, i: number) => Markup): Markup[] {
  return items.slice(0, limit).map(show);
}

export function more(count: number, limit: number): string {
  return count > limit ? `and ${count - limit} more, in report.json` : '';
}

/** `1 visit`, `12,345 visits`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${whole(count)} ${count === 1 ? one : many}`;
}

export function whole(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Of the run: `83.044 s`. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(3)} s`;
}

/** What stands between backticks is code. */
export function coded(text: string): Markup {
  return html`${plain(text)
    .split('`')
    .map((part, i) => (i % 2 === 0 ? part : html`<code>${part}</code>`))}`;
}

export const signs = { held: '✔', violated: '✗', undecided: '?', skipped: '–' } as const;

/** `clock-0` of `visits-clock-0`. */
export function laneName({ claim }: { claim: string }): string {
  return plain(claim.replace(/^visits-/, ''), 40);
}
