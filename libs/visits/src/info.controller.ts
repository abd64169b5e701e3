import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { PROCESS, type ProcessIdentity, SETTINGS, type Settings } from '@visits/service';
import { PodIdentity } from './pod-identity';
import { infoSchema } from './schemas';

/** Who this is and what runs here. */
@ApiTags('about')
@Controller('info')
export class InfoController {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(PROCESS) private readonly process: ProcessIdentity,
    @Inject(PodIdentity) private readonly identity: PodIdentity,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: infoSchema })
  info() {
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
