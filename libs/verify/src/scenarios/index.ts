import { atRest } from './at-rest';
import { dns } from './dns';
import { drain } from './drain';
import { fill } from './fill';
import { force } from './force';
import { identity } from './identity';
import { isolation } from './isolation';
import { kill } from './kill';
import { persistence } from './persistence';
import { power } from './power';
import { preflight } from './preflight';
import { probes } from './probes';
import { recreate } from './recreate';
import { rollout } from './rollout';
import { scale } from './scale';
import type { Scenario } from '../engine/scenario';
import { storage } from './storage';
import { storm } from './storm';
import { total } from './total';
import { twoWriters } from './two-writers';

/** In the order in which they run: mild to wild. */
export const scenarios: readonly Scenario[] = [
  preflight,
  storage,
  identity,
  dns,
  isolation,
  probes,
  total,
  twoWriters,
  persistence,
  atRest,
  rollout,
  scale,
  kill,
  storm,
  recreate,
  force,
  fill,
  drain,
  power,
];
