import { type RunningService, runningService } from '@visits/visits/testing';
import { calculator } from '../src/calculator';

/** The real calculator, see `runningService`. */
export const runningCalculator = (
  env?: Record<string, string>,
  state?: 'open' | 'waiting',
): Promise<RunningService> => runningService(calculator, env, state);
