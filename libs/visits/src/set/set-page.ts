import { counted, html, lineAddress, log, note, page } from '@visits/web';
import { type HistoryPlaces } from '../history/history-places';
import { jumpToTime } from '../history/jumps';
import { type Identity } from '../pod-identity';
import { type HistoryQuery } from '../schemas';
import { type Missing, type SetHistoryAnswer } from './set-schemas';

export interface SetPage extends HistoryPlaces {
  readonly root: string;
  readonly service: string;
  /** The pod that answers. */
  readonly who: Pick<Identity, 'pod' | 'replica'>;
  readonly answer: SetHistoryAnswer;
  readonly query: HistoryQuery;
}

/** A row of names ends here; the answer as JSON has them all. */
const MAX_NAMED = 5;
/** Nobody answers for these, and nothing is wrong now. */
const PAST = new Set(['stopped', 'gone']);

/** The lines of all pods, newest first, each in the colour of its pod; its name leads to the line in its own log. */
export function setPage(content: SetPage): string {
  const { root, service, who, answer, query, path, links } = content;
  const { items, older, newer, missing } = answer;
  const name = `Visits ${service}`;
  const heading = 'Everything counted by all pods';
  const to = (place: Record<string, string | number>): string => {
    const values = { scope: 'set', ...place, ...limitOf(query) };
    const entries = Object.entries(values).map(([key, value]): [string, string] => [key, String(value)]);
    return `${root}${path}?${new URLSearchParams(entries)}`;
  };
  const here = `${root}${path}${who.replica === null ? '' : `?replica=${who.replica}`}`;
  const past = missing.filter(({ reason }) => PAST.has(reason));
  const silent = missing.filter(({ reason }) => !PAST.has(reason));
  const body = html`<h1>${heading}</h1>
    ${silent.length === 0 ? '' : note(`Without ${names(silent)}.`, reasons(silent), undefined, 'caution')}
    <p class="soft">
      ${items.length === 0 ? 'No line here.' : `${counted(items.length, 'line')}, newest first.`}
      <a href="${here}">Only ${who.pod}</a>
    </p>
    ${past.length === 0 ? '' : html`<p class="soft">No pod keeps the lines of ${names(past)}. ${reasons(past)}</p>`}
    <div class="jumps">
      ${jumpToTime({ root, path, hidden: { scope: 'set', ...limitOf(query) }, since: query.since })}
    </div>
    ${log(items.map((item) => ({ ...item, href: lineAddress({ root, log: path, ...item }, item.n) })).reverse())}
    <nav class="steps" aria-label="Parts of the log">
      ${newer ? html`<a href="${to({})}">Newest</a> <a href="${to({ newer })}" rel="prev">Newer</a>` : ''}
      ${older ? html`<a href="${to({ older })}" rel="next">Older</a>` : ''}
    </nav>`;
  return page({ title: `${heading} · ${name}`, name, root, body, links });
}

const limitOf = ({ limit }: HistoryQuery): Record<string, number> => (limit === 100 ? {} : { limit });

function names(missing: readonly Missing[]): string {
  const more = missing.length - MAX_NAMED;
  const shown = missing.slice(0, MAX_NAMED).map(({ pod }) => pod);
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function reasons(missing: readonly Missing[]): string {
  const shown = missing.slice(0, MAX_NAMED).map(({ pod, reason, detail }) => `${pod}: ${detail || reason}`);
  return shown.join(' ');
}
