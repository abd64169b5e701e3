import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acceptable } from './acceptable';
import { HistoryAnswers } from './history/history-answers';
import { pageLinksBack } from './page-links';
import { ApiReplica } from './relay/api-replica';
import { PodIdentity } from './pod-identity';
import { type HistoryQuery, historyQuerySchema, visitsSchema } from './schemas';
import { historyAnswerSchema } from './set/set-schemas';
import { VisitCount } from './visit-count';

/** What was counted. Answers in every state of the journal. */
@ApiTags('visits')
@Controller('visits')
export class VisitsController {
  constructor(
    @Inject(VisitCount) private readonly visits: VisitCount,
    @Inject(PodIdentity) private readonly identity: PodIdentity,
    @Inject(HistoryAnswers) private readonly histories: HistoryAnswers,
  ) {}

  @Get()
  @ApiOperation({ summary: 'How much this pod counted' })
  @ApiProduces('application/json', 'text/plain')
  @ApiOkResponse({ standardSchema: visitsSchema, description: 'This pod’s count' })
  async count(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const asText = acceptable(request, ['application/json', 'text/plain']) === 'text/plain';
    const { visits, updatedAt, ...who } = await this.visits.now();
    if (asText) {
      void reply.type('text/plain; charset=utf-8').send(`${visits}\n`);
      return;
    }
    void reply.send({ visits, ...who, boot: this.identity.boot, updatedAt });
  }

  @Get('log')
  @ApiOperation({ summary: 'The lines that a volume keeps, or all volumes of the set' })
  @ApiReplica()
  @ApiProduces('application/json', 'text/plain', 'text/html', 'application/x-ndjson')
  @ApiOkResponse({ standardSchema: historyAnswerSchema, description: 'The history, oldest first' })
  async log(
    @Query({ schema: historyQuerySchema }) query: HistoryQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.histories.send(request, reply, query, {
      path: 'visits/log',
      links: pageLinksBack(this.identity.now().replica),
    });
  }
}
