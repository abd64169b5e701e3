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
  return html`<h2>Who answered</h2>
    ${facts([
      ['Pod', html`<code>${pod}</code>`],
      ['Ordinal', ordinal === null ? 'none: the name is not from a StatefulSet' : String(ordinal)],
      [storage.kind === 'claim' ? 'Claim' : 'Directory', html`<code>${storage.name}</code>`],
      ['Replica', replica === null ? 'not known yet' : html`<code>${replica}</code>`],
      ['Boot', html`<code>${boot}</code>`],
      ['Health', healthWords(troubles)],
      ...(receipt ? [['Receipt', receiptWords(receipt)] as const] : []),
    ])}`;
}

/** Each trouble and its cure, without those that the page tells elsewhere. */
export function healthNotes(troubles: readonly Trouble[], told?: string): Markup {
  const untold = troubles.filter(({ code }) => code !== told);
  return html`${untold.map(({ status, detail, action }) =>
    note(detail, '', action, status === 'down' ? 'alarm' : 'caution'),
  )}`;
}

function healthWords(troubles: readonly Trouble[]): string {
  if (troubles.length === 0) return 'ready, and nothing is wrong';
  return troubles.some(({ status }) => status === 'down') ? 'not ready, see above' : 'ready, but see above';
}

function receiptWords({ n, at }: { n: number; at: string }): Markup {
  return html`line <code>${n}</code>, written <time datetime="${at}"><code>${at}</code></time>`;
}
