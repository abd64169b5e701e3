import type { Total } from '@visits/cluster';
import { askService } from '../service-client';
import type { LocalSet } from './local-set';

/** `clocks together: 25`, as a ready pod of each app knows it; an app that knows no total has no line. */
export async function totalsOf(set: LocalSet): Promise<string[]> {
  const lines = set.sets.map(async ({ app, pods }) => {
    const ready = pods.find(({ state }) => state === 'ready');
    if (!ready) return [];
    try {
      const { total, exact } = await askService<Total>(new URL(ready.plan.origin), '/total');
      return [`${app}s together: ${exact ? '' : 'at least '}${total}`];
    } catch {
      return [];
    }
  });
  return (await Promise.all(lines)).flat();
}
