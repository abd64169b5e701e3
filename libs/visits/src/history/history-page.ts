import { counted, figure, html, hueOf, type Link, log, type Markup, note, page } from '@visits/web';
import { type Identity } from '../pod-identity';
import { type HistoryQuery } from '../schemas';
import { jumpToNumber, jumpToTime } from './jumps';
import { textLine } from './lines';
import { type History } from './visit-history';

export interface HistoryPage {
  readonly root: string;
  readonly service: string;
  readonly who: Identity;
  readonly history: History;
  readonly query: HistoryQuery;
  /** Under the service's root: `visits/log`. */
  readonly path: string;
  readonly links: readonly Link[];
}

/** A part of the log, newest first. Each of its links names the replica, so that each is answered by its pod. */
export function historyPage(content: HistoryPage): string {
  const { root, service, who, history, query, links } = content;
  const { items, first, next } = history;
  const { n } = query;
  const name = `Visits ${service}`;
  const heading = `Everything counted by ${who.pod}`;
  const to = linkTo(content);
  const [oldest, newest] = [items[0]?.n ?? 0, items.at(-1)?.n ?? 0];
  const older = first !== null && oldest > first ? to({ before: oldest }) : null;
  const newer = next === null ? null : to({ after: next });
  const found = items.find((item) => item.n === n);
  const body = html`<h1 class="whose" data-hue="${hueOf(who.ordinal)}">${heading}</h1>
    ${n === undefined ? '' : foundNote(n, history)}
    <p class="soft">
      ${extent(history, oldest, newest)}
      <a href="${root}${content.path}?scope=set">The&nbsp;whole&nbsp;set</a>
    </p>
    ${history.first === null ? '' : jumps(content)}
    ${log(items.map((item) => ({ ...item, ordinal: who.ordinal })).reverse(), found?.n)}
    <nav class="steps" aria-label="Parts of the log">
      ${newer ? html`<a href="${to({})}">Newest</a> <a href="${newer}" rel="prev">Newer</a>` : ''}
      ${older ? html`<a href="${older}" rel="next">Older</a>` : ''}
    </nav>
    ${
      items.length === 0
        ? ''
        : html`<p>
            Download all that is kept:
            <a href="${to({ download: 'text' })}">lines</a>,
            <a href="${to({ download: 'ndjson' })}">NDJSON</a>
          </p>`
    }`;
  return page({ title: `${heading} · ${name}`, name, root, body, links });
}

/** An address of the same log, with only what differs from the defaults. */
function linkTo({ root, path, who, query }: HistoryPage) {
  return (place: Partial<HistoryQuery>): string => {
    const values = {
      ...(who.replica === null ? {} : { replica: who.replica }),
      ...place,
      ...(query.limit === 100 || place.download ? {} : { limit: query.limit }),
    };
    const search = new URLSearchParams(
      Object.entries(values).map(([name, value]): [string, string] => [name, String(value)]),
    );
    return `${root}${path}${search.size > 0 ? `?${search}` : ''}`;
  };
}

function foundNote(n: number, { items, first }: History): Markup {
  const line = items.find((item) => item.n === n);
  if (line) {
    return html`<p class="found-line">
      Line ${figure(n)}, as it stands in the log: <code>${textLine(line).trimEnd()}</code>
    </p>`;
  }
  if (first !== null && n < first) {
    return note(
      `Line ${figure(n)} is not kept any more.`,
      `The oldest line of this volume is ${figure(first)}.`,
    );
  }
  return note(`There is no line ${figure(n)}.`, 'This volume has not counted that far yet.');
}

function extent({ items, first }: History, oldest: number, newest: number): string {
  if (first === null) return 'Nothing here yet.';
  if (items.length === 0) return `No line here. The oldest that is kept is\u00a0${figure(first)}.`;
  const what = `${figure(newest)} down to ${figure(oldest)}`;
  return `${counted(items.length, 'line')}, newest first: ${what}. The oldest that is kept is\u00a0${figure(first)}.`;
}

function jumps({ root, path, who, query }: HistoryPage): Markup {
  const hidden = {
    ...(who.replica === null ? {} : { replica: who.replica }),
    ...(query.limit === 100 ? {} : { limit: query.limit }),
  };
  const to = { root, path, hidden };
  return html`<div class="jumps">
    ${jumpToNumber({ ...to, n: query.n })} ${jumpToTime({ ...to, since: query.since })}
  </div>`;
}
