import { Inject, Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { FOREIGN_ACTION, Journal, JOURNAL_ERRORS, type JournalStatus, layout } from '@visits/persistence';
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
    const trouble = troubleOf(status);
    return trouble
      ? indicator.degraded({ state: status.state, ...trouble })
      : indicator.up({ state: status.state });
  }

  /** The same with everything known about the volume, for people. */
  recordingInFull(): HealthIndicatorResult {
    const known = this.journal.status();
    const { visits, updatedAt, replica, damage, tornBytes, recoveredVisits, foreign, uncleanEnd } = known;
    const { status, ...brief } = this.recording().journal ?? { status: 'down' };
    const volume = { visits, updatedAt, replica, damage, tornBytes, recoveredVisits, foreign, uncleanEnd };
    const data = { ...brief, ...volume };
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

/** What does not keep it from serving. */
function troubleOf({ damage, foreign, visits }: JournalStatus) {
  if (damage.length > 0) {
    return {
      code: 'damaged',
      detail: `The volume holds ${damage.length} damaged part(s); they are kept where they are.`,
      action: 'Look at `damage` in /health.',
    };
  }
  if (foreign) {
    const detail = `visits.txt held ${foreign.shown}: it is kept as ${foreign.file}, and not counted on from.`;
    return { code: 'foreign-count', detail, action: FOREIGN_ACTION };
  }
  if (visits < layout.MAX_COUNT) return null;
  const { message, action } = JOURNAL_ERRORS['count-limit'];
  return { code: 'count-limit', detail: message, action };
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
