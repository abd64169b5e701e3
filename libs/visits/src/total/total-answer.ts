import type { Total } from '@visits/cluster';
import type { Identity, PodIdentity } from '../pod-identity';

export interface TotalAnswer extends Total, Identity {
  readonly boot: string;
}

/** A total, and who knows it. */
export function totalAnswer(total: Total, identity: PodIdentity): TotalAnswer {
  return { ...total, ...identity.now(), boot: identity.boot };
}
