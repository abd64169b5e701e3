import type { PeersView } from '@visits/cluster';

interface Trouble {
  readonly status: 'degraded';
  readonly code: string;
  readonly detail: string;
  readonly action: string;
}

/** What is not well between this pod and its siblings and does not end by itself, with its cure. It still counts. */
export function siblingTroubles({ duplicate, map }: Pick<PeersView, 'duplicate' | 'map'>): Trouble[] {
  const troubles: Trouble[] = [];
  if (duplicate) {
    const { detail, action } = duplicate;
    troubles.push({ status: 'degraded', code: 'duplicate-replica', detail, action });
  }
  if (map) troubles.push({ status: 'degraded', ...map });
  return troubles;
}
