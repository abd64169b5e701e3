import { setTimeout as pause } from 'node:timers/promises';
import type { Time } from './ports';

export const systemTime: Time = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) => pause(ms, undefined, { signal }).catch(() => undefined),
};
