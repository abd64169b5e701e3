import type { Total } from '@visits/cluster';
import type { LocalSet, StatefulSet } from '@visits/local-set';
import { askService } from '../service-client';
import { withThousands } from './table';

/** Twice a second is not worth a line in the log of a pod: it knows the name. */
const USER_AGENT = 'visits-local-table';

/** The totals of a set's apps, as a ready pod of each knows them; the last that was known stays. */
export class Totals {
  private readonly known = new Map<string, string>();

  constructor(private readonly set: LocalSet) {}

  /** `25` or `at least 25`; null before a pod knew it. */
  of(app: string): string | null {
    return this.known.get(app) ?? null;
  }

  async refresh(): Promise<void> {
    await Promise.all(this.set.sets.map((one) => this.ask(one)));
  }

  /** `clocks together: 25`, of each app whose total is known. */
  get lines(): string[] {
    return [...this.known].map(([app, total]) => `${app}s together: ${total}`);
  }

  private async ask({ app, pods }: StatefulSet): Promise<void> {
    const ready = pods.find(({ state }) => state === 'ready');
    if (!ready) return;
    try {
      const { total, exact } = await askService<Total>(new URL(ready.plan.origin), '/total', {
        userAgent: USER_AGENT,
      });
      this.known.set(app, `${exact ? '' : 'at least '}${withThousands(total)}`);
    } catch {
      // It stays as it was known.
    }
  }
}
