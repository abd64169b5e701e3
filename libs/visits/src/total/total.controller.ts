import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Cluster, ClusterError, type Total } from '@visits/cluster';
import { Problem, PROCESS, type ProcessIdentity, upTo } from '@visits/service';
import { html, page, totalPanel } from '@visits/web';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { visitsProblems } from '../errors';
import { PodIdentity } from '../pod-identity';
import { acceptable } from '../acceptable';
import { pageLinksBack } from '../page-links';
import { badge } from './badge';
import { totalAnswer } from './total-answer';
import { totalSchema } from './total-schemas';
import { TotalStreams } from './total-streams';

/** A badge is asked for by every reader of the page that embeds it: so caches may keep it so long. */
const BADGE_SECONDS = 5;

/** The total over all replicas, as this pod knows it. */
@ApiTags('total')
@Controller()
export class TotalController {
  constructor(
    @Inject(Cluster) private readonly cluster: Cluster,
    @Inject(PodIdentity) private readonly identity: PodIdentity,
    @Inject(TotalStreams) private readonly streams: TotalStreams,
    @Inject(PROCESS) private readonly process: ProcessIdentity,
  ) {}

  /** Asks the siblings first when what is known is older than a second. */
  @Get('total')
  @ApiOperation({ summary: 'The total over all replicas that were ever heard of; it never goes down' })
  @ApiProduces('application/json', 'text/plain', 'text/html')
  @ApiOkResponse({
    standardSchema: totalSchema,
    description: 'The sum over all replicas, and how good it is',
  })
  @ApiResponse({ status: 503, description: 'Not known yet' })
  async total(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const type = acceptable(request, ['application/json', 'text/plain', 'text/html']);
    const total = await this.known();
    if (type === 'application/json') void reply.send(totalAnswer(total, this.identity));
    else if (type === 'text/plain') void reply.type('text/plain; charset=utf-8').send(`${total.total}\n`);
    else void reply.type('text/html; charset=utf-8').send(this.page(total, upTo(request.url)));
  }

  /** Asks nobody: a picture that many pages embed must cost nothing. */
  @Get('total.svg')
  @ApiOperation({ summary: 'The total as a badge, for a README; not a visit' })
  @ApiOkResponse({ content: { 'image/svg+xml': { schema: { type: 'string' } } }, description: 'A picture' })
  badge(@Res() reply: FastifyReply): void {
    void reply
      .header('cache-control', `public, max-age=${BADGE_SECONDS}`)
      .type('image/svg+xml; charset=utf-8')
      .send(badge(`${this.unit}s`, this.cluster.current()));
  }

  /** An event `total` on each change, with the body of `GET /total` for its data. */
  @Get('total/stream')
  @ApiOperation({ summary: 'The total as server-sent events, one on each change' })
  @ApiOkResponse({
    content: { 'text/event-stream': { schema: { type: 'string' } } },
    description: 'Server-sent events, until the client or the pod goes',
  })
  @ApiResponse({ status: 503, description: 'Too many watch this pod' })
  stream(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    // As pages do: a client that comes back may meet another pod.
    void reply.headers({
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
      connection: 'close',
    });
    void reply.send(request.method === 'HEAD' ? '' : this.streams.open());
  }

  private get unit(): string {
    return this.process.service === 'calculator' ? 'calculation' : 'visit';
  }

  private async known(): Promise<Total> {
    try {
      return await this.cluster.total();
    } catch (error) {
      throw error instanceof ClusterError ? problemOf(error) : error;
    }
  }

  private page(total: Total, root: string): string {
    const { pod, replica } = this.identity.now();
    const name = `Visits ${this.process.service}`;
    return page({
      title: `Total · ${name}`,
      name,
      root,
      links: pageLinksBack(replica),
      body: html`<h1>Counted by all pods together</h1>
        ${totalPanel({ root, total, pod, replica, unit: this.unit })}`,
      scripts: ['live'],
    });
  }
}

function problemOf(error: ClusterError): Problem {
  const code = error.code === 'total-too-large' ? error.code : 'total-unknown';
  return new Problem({ ...visitsProblems[code], code, detail: error.message, cause: error });
}
