import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Cluster, ClusterError } from '@visits/cluster';
import { Problem } from '@visits/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { visitsProblems } from './errors';
import { PodIdentity } from './pod-identity';
import { problemSchema } from './schemas';
import { type TotalAnswer, totalAnswer } from './total-answer';
import { totalSchema } from './total-schemas';
import { TotalStreams } from './total-streams';

/** The total over all replicas, as this pod knows it. */
@ApiTags('total')
@Controller('total')
export class TotalController {
  constructor(
    @Inject(Cluster) private readonly cluster: Cluster,
    @Inject(PodIdentity) private readonly identity: PodIdentity,
    @Inject(TotalStreams) private readonly streams: TotalStreams,
  ) {}

  /** Asks the siblings first when what is known is older than a second. */
  @Get()
  @ApiOkResponse({
    standardSchema: totalSchema,
    description: 'The sum over all replicas, and how good it is',
  })
  @ApiResponse({ status: 503, standardSchema: problemSchema, description: 'Not known yet' })
  async total(): Promise<TotalAnswer> {
    try {
      return totalAnswer(await this.cluster.total(), this.identity);
    } catch (error) {
      throw error instanceof ClusterError ? unknown(error) : error;
    }
  }

  /** An event `total` on each change, with the body of `GET /total` for its data. */
  @Get('stream')
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ description: 'Server-sent events, until the client or the pod goes' })
  @ApiResponse({ status: 503, standardSchema: problemSchema, description: 'Too many watch this pod' })
  stream(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    // As pages do: a client that comes back may meet another pod.
    void reply.headers({
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
      connection: 'close',
    });
    void reply.send(request.method === 'HEAD' ? '' : this.streams.open());
  }
}

function unknown(error: ClusterError): Problem {
  return new Problem({
    ...visitsProblems['total-unknown'],
    code: 'total-unknown',
    detail: error.message,
    cause: error,
  });
}
