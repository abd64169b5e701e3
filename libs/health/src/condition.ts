import { Inject, Injectable } from '@nestjs/common';
import { JournalHealth } from './journal-health';
import { SiblingsHealth } from './siblings-health';
import { SpaceHealth } from './space-health';

/** What is not well, and its cure. `degraded`: it still counts. */
export interface Trouble {
  readonly status: 'down' | 'degraded';
  readonly code: string;
  readonly detail: string;
  readonly action: string;
}

/** What /readyz says, for pages: the troubles only, the worse first. */
@Injectable()
export class Condition {
  constructor(
    @Inject(JournalHealth) private readonly journal: JournalHealth,
    @Inject(SpaceHealth) private readonly space: SpaceHealth,
    @Inject(SiblingsHealth) private readonly siblings: SiblingsHealth,
  ) {}

  troubles(): Trouble[] {
    const results = [
      this.journal.serving(),
      this.journal.recording(),
      this.space.room(),
      this.siblings.known(),
    ];
    const details = results.flatMap((result) => Object.values(result) as { status: string }[]);
    const troubles = details.filter((detail): detail is Trouble => detail.status !== 'up');
    return troubles.sort((a, b) => Number(b.status === 'down') - Number(a.status === 'down'));
  }
}
