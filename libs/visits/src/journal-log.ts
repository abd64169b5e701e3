import { Inject, Injectable } from '@nestjs/common';
import { Journal, type JournalState } from '@visits/persistence';
import { LOGGER, type Logger } from '@visits/service';

/**
 * The journal's life in the log, so that `kubectl logs` of a pod that is not ready says why. One line a change: while it
 * fails or waits, it tries again silently.
 */
@Injectable()
export class JournalLog {
  constructor(
    @Inject(Journal) private readonly journal: Journal,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    journal.onState((state) => this.enter(state));
  }

  private enter(state: JournalState): void {
    if (state === 'opening') return;
    const { visits, replica, reason, holder } = this.journal.status();
    if (state === 'open') this.logger.info({ visits, replica }, 'journal open');
    else if (state === 'closing' || state === 'closed') this.logger.info({ visits }, `journal ${state}`);
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
}
