import { type RunningService, runningService } from '@visits/visits/testing';
import { clock } from '../src/clock';

/** The real clock, see `runningService`. */
export const runningClock = (
  env?: Record<string, string>,
  state?: 'open' | 'waiting',
): Promise<RunningService> => runningService(clock, env, state);
