import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { PROCESS, type ProcessIdentity } from '@visits/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acceptable } from './acceptable';
import { sendHistory } from './history-answer';
import { PodIdentity } from './pod-identity';
import { type HistoryQuery, historyQuerySchema, historySchema, visitsSchema } from './schemas';
import { VisitCount } from './visit-count';
import { VisitHistory } from './visit-history';

/** What was counted. Answers in every state of the journal. */
@ApiTags('visits')
@Controller('visits')
export class VisitsController {
  constructor(
    @Inject(VisitCount) private readonly visits: VisitCount,
    @Inject(PodIdentity) private readonly identity: PodIdentity,
    @Inject(VisitHistory) private readonly history: VisitHistory,
    @Inject(PROCESS) private readonly process: ProcessIdentity,
  ) {}

  @Get()
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
  @ApiProduces('application/json', 'text/plain', 'text/html')
  @ApiOkResponse({ standardSchema: historySchema, description: 'The history, oldest first' })
  async log(
    @Query({ schema: historyQuerySchema }) query: HistoryQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendHistory(request, reply, {
      history: await this.history.page(query),
      query,
      path: '/visits/log',
      name: `Visits ${this.process.service}`,
      heading: `Everything counted by ${this.identity.pod}`,
      links: [{ href: '/', label: 'Back' }],
    });
  }
}
