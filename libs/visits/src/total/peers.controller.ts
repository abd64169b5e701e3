import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Cluster } from '@visits/cluster';
import { PROCESS, type ProcessIdentity, upTo } from '@visits/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acceptable, answerAsJsonOrHtml } from '../acceptable';
import { peersPage } from './peers-page';
import { peersSchema } from './total-schemas';

/** Who the siblings are, and how well each is known. */
@ApiTags('total')
@Controller('peers')
export class PeersController {
  constructor(
    @Inject(Cluster) private readonly cluster: Cluster,
    @Inject(PROCESS) private readonly process: ProcessIdentity,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The siblings: which of them answer, which do not, and why' })
  @ApiProduces('application/json', 'text/html')
  @ApiOkResponse({ standardSchema: peersSchema })
  peers(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const view = this.cluster.peers();
    if (acceptable(request, answerAsJsonOrHtml) === 'text/html') {
      const text = peersPage(view, { root: upTo(request.url), service: this.process.service });
      void reply.type('text/html; charset=utf-8').send(text);
      return;
    }
    const peers = view.peers.map((peer) => ({ ...peer, seenAt: isoOf(peer.seenAt) }));
    void reply.send({ ...view, peers });
  }
}

function isoOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
