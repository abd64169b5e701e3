import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PodIdentity } from '../pod-identity';
import { ApiReplica } from '../relay/api-replica';
import { ReplicaRelay } from '../relay/replica-relay';
import { type HistogramQuery, histogramQuerySchema, histogramSchema, spanOf } from './histogram-schemas';
import { VisitHistogram } from './visit-histogram';

/** What a volume counted, over time. */
@ApiTags('visits')
@Controller('visits/histogram')
export class HistogramController {
  constructor(
    @Inject(VisitHistogram) private readonly histogram: VisitHistogram,
    @Inject(PodIdentity) private readonly identity: PodIdentity,
    @Inject(ReplicaRelay) private readonly relay: ReplicaRelay,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Visits over time, from the log: so many in each step of the last while' })
  @ApiReplica()
  @ApiOkResponse({ standardSchema: histogramSchema })
  async over(
    @Query({ schema: histogramQuerySchema }) query: HistogramQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (await this.relay.answered(query.replica, request, reply)) return;
    const { step, last } = spanOf(query);
    void reply.send({ ...(await this.histogram.of(step, last)), ...this.identity.now() });
  }
}
