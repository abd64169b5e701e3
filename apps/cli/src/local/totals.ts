import type { Total } from '@visits/cluster';
import type { LocalSet, StatefulSet } from '@visits/local-set';
import { askService } from '../service-client';
import { withThousands } from './table';

/** Twice a second is not worth a line in the log of a pod: it knows the name. */
const USER_AGENT = 'visits-local-table';

/** The totals of a set's apps, as a ready pod of each knows them; the highest that was known stays. */
export class Totals {
  private readonly known = new Map<string, Pick<Total, 'total' | 'exact'>>();

  constructor(private readonly set: LocalSet) {}

  /** `25` or `at least 25`; null before a pod knew it. */
  of(app: string): string | null {
    const known = this.known.get(app);
    return known ? inWords(known) : null;
  }

  async refresh(): Promise<void> {
    await Promise.all(this.set.sets.map((one) => this.ask(one)));
  }

  /** `clocks together: 25`, of each app whose total is known. */
  get lines(): string[] {
    return [...this.known].map(([app, known]) => `${app}s together: ${inWords(known)}`);
  }

  private async ask({ app, pods }: StatefulSet): Promise<void> {
    const ready = pods.find(({ state }) => state === 'ready');
    if (!ready) return;
    try {
      const { total, exact } = await askService<Total>(new URL(ready.plan.origin), '/total', {
        userAgent: USER_AGENT,
      });
      // A pod that knows less, or an answer that another one has overtaken, takes nothing back.
      if (total >= (this.known.get(app)?.total ?? 0)) this.known.set(app, { total, exact });
    } catch {
      // It stays as it was known.
    }
  }
}

const inWords = ({ total, exact }: Pick<Total, 'total' | 'exact'>): string =>
  `${exact ? '' : 'at least '}${withThousands(total)}`;
