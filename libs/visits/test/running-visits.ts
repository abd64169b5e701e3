import { VisitsModule } from '../src';
import { type RunningService, runningService } from '../src/testing';

const counting = { name: 'clock', module: () => VisitsModule } as const;

/** What the apps share, without an app, see `runningService`. */
export const runningVisits = (
  env?: Record<string, string>,
  state?: 'open' | 'waiting',
): Promise<RunningService> => runningService(counting, env, state);
