import { Controller, Get } from '@nestjs/common';

/**
 * Lax on purpose: a restartable init container counts for the pod's readiness, so a sidecar that dies of a sick
 * volume would take a healthy app out of its Service. Whether the volume could be read is a metric, not a probe.
 */
@Controller()
export class HealthController {
  @Get(['healthz', 'livez'])
  health(): { status: 'ok' } {
    return { status: 'ok' };
  }
}
