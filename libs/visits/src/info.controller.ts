import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { PROCESS, type ProcessIdentity, SETTINGS, type Settings, upTo } from '@visits/service';
import { facts, html, hueOf, page } from '@visits/web';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acceptable, answerAsJsonOrHtml } from './acceptable';
import { ApiReplica } from './relay/api-replica';
import { pageLinksBack } from './page-links';
import { PodIdentity } from './pod-identity';
import { ReplicaRelay } from './relay/replica-relay';
import { infoSchema, type ReplicaQuery, replicaQuerySchema } from './schemas';

const labels = { dataDir: 'Data directory', startedAt: 'Started', uptimeSeconds: 'Uptime, s' } as const;

/** Who this is and what runs here. */
@ApiTags('about')
@Controller('info')
export class InfoController {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(PROCESS) private readonly process: ProcessIdentity,
    @Inject(PodIdentity) private readonly identity: PodIdentity,
    @Inject(ReplicaRelay) private readonly relay: ReplicaRelay,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Which pod, volume and process this is, and what runs here' })
  @ApiProduces('application/json', 'text/html')
  @ApiReplica()
  @ApiOkResponse({ standardSchema: infoSchema })
  async info(
    @Query({ schema: replicaQuerySchema }) { replica }: ReplicaQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asPage = acceptable(request, answerAsJsonOrHtml) === 'text/html';
    if (await this.relay.answered(replica, request, reply)) return;
    if (asPage) void reply.type('text/html; charset=utf-8').send(this.page(upTo(request.url)));
    else void reply.send(this.facts());
  }

  private page(root: string): string {
    const { pod, ordinal, replica } = this.identity.now();
    const name = `Visits ${this.process.service}`;
    const rows = Object.entries(this.facts()).map(([key, value]) => {
      const label = labels[key as keyof typeof labels] ?? `${key.charAt(0).toUpperCase()}${key.slice(1)}`;
      return [label, value === null || value === '' ? '–' : html`<code>${value}</code>`] as const;
    });
    return page({
      title: `${pod} · ${name}`,
      name,
      root,
      links: pageLinksBack(replica),
      body: html`<h1 class="whose" data-hue="${hueOf(ordinal)}">What ${pod} is</h1>
        ${facts(rows)}`,
    });
  }

  private facts() {
    const { service, version, revision, boot, startedAt } = this.process;
    const { podNamespace, nodeName, claimName, dataDir } = this.settings;
    const { pod, ordinal, replica } = this.identity.now();
    return {
      service,
      version,
      revision,
      pod,
      namespace: podNamespace,
      node: nodeName,
      ordinal,
      replica,
      boot,
      claim: claimName,
      dataDir,
      startedAt,
      uptimeSeconds: Math.round((Date.now() - Date.parse(startedAt)) / 1000),
    };
  }
}
