import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Cluster } from '@visits/cluster';
import { peersSchema } from './total-schemas';

/** Who the siblings are, and how well each is known. */
@ApiTags('total')
@Controller('peers')
export class PeersController {
  constructor(@Inject(Cluster) private readonly cluster: Cluster) {}

  @Get()
  @ApiOkResponse({ standardSchema: peersSchema })
  peers() {
    const { peers, ...view } = this.cluster.peers();
    return { ...view, peers: peers.map((peer) => ({ ...peer, seenAt: isoOf(peer.seenAt) })) };
  }
}

function isoOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
