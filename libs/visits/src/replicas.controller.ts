import { Body, Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Cluster, encodeSiblingAnswer, type Farewell, farewellSchema } from '@visits/cluster';
import { Problem } from '@visits/service';
import type { FastifyRequest } from 'fastify';
import { visitsProblems } from './errors';
import { problemSchema } from './schemas';
import { replicasSchema } from './total-schemas';

/** What siblings tell each other. */
@ApiTags('total')
@Controller('replicas')
export class ReplicasController {
  constructor(@Inject(Cluster) private readonly cluster: Cluster) {}

  @Get()
  @ApiOkResponse({ standardSchema: replicasSchema, description: 'All replicas that this pod knows' })
  replicas() {
    return encodeSiblingAnswer(this.cluster.answer());
  }

  /** The last word of a sibling that stopped cleanly. */
  @Post()
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Taken' })
  @ApiResponse({ status: 403, standardSchema: problemSchema, description: 'Not from a sibling' })
  async hear(
    @Body({ schema: farewellSchema }) farewell: Farewell,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const heard = await this.cluster.hear(farewell, request.socket.remoteAddress ?? '');
    if (heard === 'taken') return;
    throw new Problem({ ...visitsProblems['not-a-sibling'], code: 'not-a-sibling' });
  }
}
