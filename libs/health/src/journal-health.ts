import { Inject, Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { Journal, type JournalStatus } from '@visits/persistence';
import { Drain } from '@visits/service';

/** What the probes say about the journal and the stopping process. */
@Injectable()
export class JournalHealth {
  constructor(
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
    @Inject(Journal) private readonly journal: Journal,
    @Inject(Drain) private readonly drain: Drain,
  ) {}

  /** Up while visits are recorded. Damage found on the volume degrades it, but it still serves. */
  recording(): HealthIndicatorResult {
    const status = this.journal.status();
    const indicator = this.indicators.check('journal');
    if (status.state !== 'open') return indicator.down(reasonOf(status));
    if (status.damage.length === 0) return indicator.up({ state: status.state });
    return indicator.degraded({
      state: status.state,
      code: 'damaged',
      detail: `The volume holds ${status.damage.length} damaged part(s); they are kept where they are.`,
      action: 'Look at `damage` in /health.',
    });
  }

  /** The same with everything known about the volume, for people. */
  recordingInFull(): HealthIndicatorResult {
    const { visits, updatedAt, replica, damage, tornBytes, recoveredVisits } = this.journal.status();
    const { status, ...brief } = this.recording().journal ?? { status: 'down' };
    const data = { ...brief, visits, updatedAt, replica, damage, tornBytes, recoveredVisits };
    const indicator = this.indicators.check('journal');
    if (status === 'up') return indicator.up(data);
    return status === 'degraded' ? indicator.degraded(data) : indicator.down(data);
  }

  serving(): HealthIndicatorResult {
    const indicator = this.indicators.check('process');
    if (!this.drain.draining) return indicator.up();
    return indicator.down({
      code: 'draining',
      detail: 'This process is stopping and takes no new work.',
      action: 'Ask another pod.',
    });
  }

  /** Up once the first attempt to open has ended, in any state: a held lock or a full disk must not make the kubelet kill the pod. */
  started(): HealthIndicatorResult {
    const status = this.journal.status();
    const indicator = this.indicators.check('startup');
    return status.startupEnded ? indicator.up({ state: status.state }) : indicator.down(reasonOf(status));
  }
}

function reasonOf({ state, reason, holder }: JournalStatus) {
  return {
    state,
    code: reason?.code ?? state,
    detail: reason?.message ?? `The journal is ${state}.`,
    action: reason?.action ?? 'Wait: this ends by itself.',
    ...(holder === null ? {} : { holder: { pod: holder.pod, boot: holder.boot } }),
  };
}
