import { Inject, Injectable } from '@nestjs/common';
import { FOREIGN_ACTION, Journal, type JournalState } from '@visits/persistence';
import { LOGGER, type Logger } from '@visits/service';

/**
 * The journal's life in the log, so that `kubectl logs` of a pod that is not ready says why. One line a change: while it
 * fails or waits, it tries again silently.
 */
@Injectable()
export class JournalLog {
  private reportedDamage = 0;
  private reportedForeign = false;
  private reportedUnclean = false;

  constructor(
    @Inject(Journal) private readonly journal: Journal,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    journal.onState((state) => this.enter(state));
  }

  private enter(state: JournalState): void {
    if (state === 'opening') return;
    const { visits, replica, reason, holder } = this.journal.status();
    if (state === 'open') {
      this.logger.info({ visits, replica }, 'journal open');
      this.findings();
    } else if (state === 'closing' || state === 'closed') this.logger.info({ visits }, `journal ${state}`);
    else
      this.logger.error(
        {
          code: reason?.code,
          detail: reason?.message,
          action: reason?.action,
          ...(holder ? { holder: { pod: holder.pod, boot: holder.boot } } : {}),
        },
        `journal ${state}`,
      );
  }

  /** What the opening found that somebody should look at: each once. */
  private findings(): void {
    const { damage, foreign, uncleanEnd } = this.journal.status();
    if (uncleanEnd && !this.reportedUnclean)
      this.logger.warn({ ended: uncleanEnd }, 'the last boot ended uncleanly');
    this.reportedUnclean = true;
    if (foreign && !this.reportedForeign) {
      const { file, shown: content } = foreign;
      this.logger.warn(
        { code: 'foreign-count', file, content, action: FOREIGN_ACTION },
        'visits.txt held no integer',
      );
    }
    this.reportedForeign = foreign !== null;
    for (const found of damage.slice(this.reportedDamage))
      this.logger.warn({ code: 'damaged', ...found }, 'damage found');
    this.reportedDamage = damage.length;
  }
}
