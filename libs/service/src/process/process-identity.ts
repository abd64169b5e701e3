import { randomUUID } from 'node:crypto';
import { VERSION } from './version';

/** Which process this is: a pod keeps its name over restarts, a boot id lives as long as one process. */
export interface ProcessIdentity {
  readonly service: string;
  readonly version: string;
  readonly revision: string;
  readonly boot: string;
  /** ISO-8601, UTC. */
  readonly startedAt: string;
}

export const PROCESS: unique symbol = Symbol('PROCESS');

/** Put in by the bundler where it knows the commit (`define`). */
declare const VISITS_REVISION: string | undefined;

export function processIdentity(service: string, startedAt = new Date()): ProcessIdentity {
  return {
    service,
    version: VERSION,
    revision: typeof VISITS_REVISION === 'string' ? VISITS_REVISION : 'unknown',
    boot: randomUUID().slice(0, 8),
    startedAt: startedAt.toISOString(),
  };
}
