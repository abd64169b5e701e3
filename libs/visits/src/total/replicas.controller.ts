import { Body, Controller, Get, HttpStatus, Inject, Post, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { Cluster, encodeSiblingAnswer, type LeaveMessage, leaveMessageSchema } from '@visits/cluster';
import { Problem } from '@visits/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { visitsProblems } from '../errors';
import { replicasSchema } from './total-schemas';

/** What siblings exchange. */
@ApiTags('total')
@Controller('replicas')
export class ReplicasController {
  constructor(@Inject(Cluster) private readonly cluster: Cluster) {}

  @Get()
  @ApiOperation({ summary: 'What siblings exchange: all replicas that this pod knows' })
  @ApiOkResponse({ standardSchema: replicasSchema, description: 'All replicas that this pod knows' })
  replicas() {
    return encodeSiblingAnswer(this.cluster.answer());
  }

  /** The final count of a sibling that stops cleanly. */
  @Post()
  @ApiOperation({ summary: 'For siblings: the final count of a pod that stops' })
  @ApiNoContentResponse({ description: 'Taken' })
  @ApiAcceptedResponse({ description: 'Taken; this pod stops as well and will report its own' })
  @ApiResponse({ status: 403, description: 'Not from a sibling' })
  async hear(
    @Body({ schema: leaveMessageSchema }) message: LeaveMessage,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const outcome = await this.cluster.hear(message, request.socket.remoteAddress ?? '');
    if (outcome !== 'not-taken') {
      void reply.status(outcome === 'taken' ? HttpStatus.NO_CONTENT : HttpStatus.ACCEPTED);
      return;
    }
    throw new Problem({ ...visitsProblems['not-a-sibling'], code: 'not-a-sibling' });
  }
}
