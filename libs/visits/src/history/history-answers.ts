import { Inject, Injectable } from '@nestjs/common';
import { PROCESS, type ProcessIdentity, upTo } from '@visits/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acceptable } from '../acceptable';
import { PodIdentity } from '../pod-identity';
import { ReplicaRelay } from '../relay/replica-relay';
import { type HistoryQuery } from '../schemas';
import { SetAnswers } from '../set/set-answers';
import { HistoryDownloads } from './history-downloads';
import { historyPage } from './history-page';
import { type HistoryPlaces } from './history-places';
import { jsonLine, textLine } from './lines';
import { VisitHistory } from './visit-history';

/** One history in four forms: JSON, JSON lines, the lines as they stand in the log (without trailers), or a page. */
@Injectable()
export class HistoryAnswers {
  constructor(
    @Inject(VisitHistory) private readonly history: VisitHistory,
    @Inject(HistoryDownloads) private readonly downloads: HistoryDownloads,
    @Inject(PodIdentity) private readonly identity: PodIdentity,
    @Inject(ReplicaRelay) private readonly relay: ReplicaRelay,
    @Inject(SetAnswers) private readonly sets: SetAnswers,
    @Inject(PROCESS) private readonly process: ProcessIdentity,
  ) {}

  async send(
    request: FastifyRequest,
    reply: FastifyReply,
    asked: HistoryQuery,
    { path, links }: HistoryPlaces,
  ): Promise<void> {
    const type = acceptable(request, ['application/json', 'text/plain', 'text/html', 'application/x-ndjson']);
    if (asked.scope === 'set') return this.sets.send(request, reply, asked, { path, links, type });
    if (await this.relay.answered(asked.replica, request, reply)) return;
    if (asked.download) return this.downloads.send(reply, asked.download, asked.after ?? 0);
    const { n: around, after, before, since, until, limit } = asked;
    const place = { around, after, before, since, until };
    const isAnywhere = Object.values(place).every((value) => value === undefined);
    // A program reads from the beginning; a person wants to see what was counted last.
    const query = type === 'text/html' && isAnywhere ? { before: Infinity, limit } : { ...place, limit };
    const history = await this.history.page(query);
    void reply.type(`${type}; charset=utf-8`).send(
      {
        'application/json': () => JSON.stringify(history),
        'application/x-ndjson': () => history.items.map(jsonLine).join(''),
        'text/plain': () => history.items.map(textLine).join(''),
        'text/html': () =>
          historyPage({
            root: upTo(request.url),
            service: this.process.service,
            who: this.identity.now(),
            history,
            query: asked,
            path,
            links,
          }),
      }[type](),
    );
  }
}
