import { Inject, Injectable } from '@nestjs/common';
import { PROCESS, type ProcessIdentity, upTo } from '@visits/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type HistoryPlaces } from '../history/history-places';
import { textLine } from '../history/lines';
import { PodIdentity } from '../pod-identity';
import { type HistoryQuery } from '../schemas';
import { whenLeft } from '../when-left';
import { SetHistory } from './set-history';
import { setPage } from './set-page';
import { type Missing, type SetLine } from './set-schemas';

export type HistoryType = 'application/json' | 'application/x-ndjson' | 'text/plain' | 'text/html';

/** The history of the set in the four forms of that of a replica. In each of them stands who is missing. */
@Injectable()
export class SetAnswers {
  constructor(
    @Inject(SetHistory) private readonly history: SetHistory,
    @Inject(PodIdentity) private readonly identity: PodIdentity,
    @Inject(PROCESS) private readonly process: ProcessIdentity,
  ) {}

  async send(
    request: FastifyRequest,
    reply: FastifyReply,
    query: HistoryQuery,
    { type, ...places }: HistoryPlaces & { readonly type: HistoryType },
  ): Promise<void> {
    const left = new AbortController();
    whenLeft(reply, () => left.abort('left'));
    const { since, until, older, newer, limit } = query;
    const answer = await this.history.page({ since, until, older, newer, limit }, left.signal);
    const { items, missing } = answer;
    void reply.type(`${type}; charset=utf-8`).send(
      {
        'application/json': () => JSON.stringify(answer),
        'application/x-ndjson': () =>
          [...items, ...missing.map((one) => ({ missing: one }))].map(jsonText).join(''),
        'text/plain': () => [...items.map(podLine), ...missing.map(missingLine)].join(''),
        'text/html': () =>
          setPage({
            root: upTo(request.url),
            service: this.process.service,
            who: this.identity.now(),
            answer,
            query,
            ...places,
          }),
      }[type](),
    );
  }
}

const jsonText = (value: object): string => `${JSON.stringify(value)}\n`;

const podLine = (line: SetLine): string => `${line.pod} ${textLine(line)}`;

/** No pod's name begins so. */
const missingLine = ({ pod, reason, detail }: Missing): string =>
  `# without ${pod} (${reason})${detail && `: ${detail}`}\n`;
