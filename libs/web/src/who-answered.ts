import { html } from 'hono/html';
import { facts, type Markup, note } from './page';

/** What /readyz says is not well, with its cure. */
export interface Trouble {
  readonly status: 'down' | 'degraded';
  readonly code: string;
  readonly detail: string;
  readonly action: string;
}

export interface Answerer {
  /** The way up to the service's root: PageContent. */
  readonly root: string;
  /** Where the log is, under the root: `visits/log`. */
  readonly log: string;
  readonly pod: string;
  readonly ordinal: number | null;
  readonly replica: string | null;
  readonly boot: string;
  readonly storage: { readonly kind: 'claim' | 'directory'; readonly name: string };
  readonly troubles: readonly Trouble[];
  readonly receipt?: { readonly n: number; readonly at: string } | undefined;
}

/** The pod that answered, three ways: its name, its volume, its process. And whether it is well. */
export function whoAnswered(answerer: Answerer): Markup {
  const { pod, ordinal, replica, boot, storage, troubles, receipt } = answerer;
  const line = receipt && lineAddress(answerer, receipt.n);
  return html`<h2>Who answered</h2>
    ${facts([
      ['Pod', html`<code>${pod}</code>`],
      ['Ordinal', ordinal === null ? 'none: the name is not from a StatefulSet' : String(ordinal)],
      [storage.kind === 'claim' ? 'Claim' : 'Directory', html`<code>${storage.name}</code>`],
      ['Replica', replica === null ? 'not known yet' : html`<code>${replica}</code>`],
      ['Boot', html`<code>${boot}</code>`],
      ['Health', healthWords(troubles)],
      ...(receipt && line ? [['Receipt', receiptWords(receipt, line)] as const] : []),
    ])}`;
}

/** Each trouble and its cure, without those that the page tells elsewhere. */
export function healthNotes(troubles: readonly Trouble[], shown?: string): Markup {
  const remaining = troubles.filter(({ code }) => code !== shown);
  return html`${remaining.map(({ status, detail, action }) =>
    note(detail, '', action, status === 'down' ? 'alarm' : 'caution'),
  )}`;
}

function healthWords(troubles: readonly Trouble[]): string {
  if (troubles.length === 0) return 'ready, and nothing is wrong';
  return troubles.some(({ status }) => status === 'down') ? 'not ready, see above' : 'ready, but see above';
}

/** Of this pod's own log, whichever pod answers there. */
export function lineAddress(
  { root, log, replica }: Pick<Answerer, 'root' | 'log' | 'replica'>,
  n: number,
): string {
  return `${root}${log}?${replica === null ? '' : `replica=${replica}&`}n=${n}#n${n}`;
}

export function receiptWords({ n, at }: { n: number; at: string }, line: string): Markup {
  return html`<a href="${line}">line <code>${n}</code></a
    >, written <time datetime="${at}"><code>${at}</code></time>`;
}
