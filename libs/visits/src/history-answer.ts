import { formatLine } from '@visits/persistence';
import { html, log, page, type Link } from '@visits/web';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acceptable } from './acceptable';
import { type HistoryQuery } from './schemas';
import { type History } from './visit-history';

export interface HistoryAnswer {
  readonly history: History;
  readonly query: HistoryQuery;
  readonly path: string;
  readonly name: string;
  readonly heading: string;
  readonly links: readonly Link[];
}

/** One history in three forms: JSON, the lines as they stand in the log (without trailers), or a page. */
export function sendHistory(request: FastifyRequest, reply: FastifyReply, answer: HistoryAnswer): void {
  const { history } = answer;
  switch (acceptable(request, ['application/json', 'text/plain', 'text/html'])) {
    case 'text/plain':
      void reply.type('text/plain; charset=utf-8').send(history.items.map(line).join(''));
      return;
    case 'text/html':
      void reply.type('text/html; charset=utf-8').send(historyPage(answer));
      return;
    default:
      void reply.type('application/json; charset=utf-8').send(JSON.stringify(history));
  }
}

/** A text keeps its control characters escaped here too: one visit is one line. */
function line({ n, at, text }: History['items'][number]): string {
  return `${formatLine(at, n, text)}\n`;
}

function historyPage({ history, query, path, name, heading, links }: HistoryAnswer): string {
  const { items, first, next } = history;
  const older = first !== null && (items[0]?.n ?? 0) > first;
  const body = html`<h1>${heading}</h1>
    ${items.length === 0 ? html`<p>Nothing here yet.</p>` : log(items)}
    <p>
      ${older ? html`<a href="${path}">From the beginning</a> ` : ''}${
        next === null
          ? ''
          : html`<a href="${path}?after=${next}&limit=${query.limit}">Next ${query.limit}</a>`
      }
    </p>`;
  return page({ title: `${heading} · ${name}`, name, body, links });
}
