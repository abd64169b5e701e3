import { type FindingCode } from '../findings/registry';

/** What a scenario must have met before its silence means anything. */
export type Floor =
  /** Nothing: what it checks it checks itself. */
  | 'none'
  /** Enough visits. */
  | 'visits'
  /** A process that ended under load, and its successor. */
  | 'stopped'
  /** The same, with visits in flight at its death. */
  | 'killed';

export interface ScenarioKind {
  readonly category: 'run' | 'read' | 'write' | 'disturb' | 'hazard';
  readonly title: string;
  readonly heldWhen: string;
  /** The codes that can convict it; one that could not be checked leaves it undecided. */
  readonly rules: readonly FindingCode[];
  readonly floor: Floor;
}

const LOSS = [
  'ACK_LOST',
  'ACK_REPLACED',
  'RECEIPT_TWICE',
  'COUNT_GAP',
  'COUNT_REPEATED',
  'COUNT_WENT_BACK',
  'EXCESS',
  'REFUSED_BUT_COUNTED',
  'ORDER',
  'BASELINE_LOST',
  'BAD_COMMIT',
  'REPLICA_CHANGED',
  'CHECK_FAILED',
] as const satisfies readonly FindingCode[];

const TOTAL = [
  'TOTAL_WENT_BACK',
  'TOTAL_OUT_OF_BOUNDS',
  'CHECK_FAILED',
] as const satisfies readonly FindingCode[];

const kind = (
  category: ScenarioKind['category'],
  floor: Floor,
  rules: readonly FindingCode[],
  title: string,
  heldWhen: string,
): ScenarioKind => ({ category, floor, rules, title, heldWhen });

/** Each scenario with the rules that judge it. `run` is the whole of a run: what no scenario answers for. */
const SCENARIOS = {
  run: kind('run', 'none', [], 'The whole run', 'no rule is broken, whatever happened'),
  preflight: kind('read', 'none', ['CHECK_FAILED'], 'What the run needs', 'all of it is there'),
  storage: kind('write', 'none', ['CHECK_FAILED'], 'The volume can be written and synced', 'it is writable'),
  identity: kind(
    'read',
    'none',
    ['REPLICA_CHANGED', 'CHECK_FAILED'],
    'Names, claims and replica ids',
    'pod, volume and process agree over the whole run',
  ),
  dns: kind(
    'read',
    'none',
    ['CHECK_FAILED'],
    'Each pod has a name of its own',
    'the governing Service is headless',
  ),
  isolation: kind(
    'write',
    'visits',
    ['WRONG_VOLUME', 'CHECK_FAILED'],
    'Visits to each pod',
    'each line is on its own volume only',
  ),
  probes: kind(
    'write',
    'none',
    ['PROBES_COUNTED', 'CHECK_FAILED'],
    'Probe, HEAD, prefetch and favicon requests',
    'the count does not follow them',
  ),
  persistence: kind(
    'disturb',
    'stopped',
    LOSS,
    'The highest pod is deleted',
    'nothing is lost; same claim and replica id, other boot',
  ),
  kill: kind(
    'disturb',
    'killed',
    LOSS,
    'A process ends without a drain',
    'nothing is lost; same claim and replica id, other boot',
  ),
  storm: kind('disturb', 'killed', LOSS, 'Processes are killed at random', 'nothing is lost'),
  scale: kind(
    'disturb',
    'stopped',
    LOSS,
    'The set is scaled down and up',
    'claims are kept and counts go on',
  ),
  rollout: kind(
    'disturb',
    'stopped',
    LOSS,
    'A new revision',
    'highest first, one at a time; nothing is lost',
  ),
  total: kind('read', 'none', TOTAL, 'The total over all replicas', 'it never goes down and ends exact'),
  'two-writers': kind(
    'disturb',
    'none',
    [...LOSS],
    'A second process on a claim',
    'it is unready, names the holder, and writes no line',
  ),
  recreate: kind(
    'hazard',
    'stopped',
    LOSS,
    'The set is deleted and made again',
    'nothing is lost and counts go on',
  ),
  force: kind('hazard', 'killed', LOSS, 'A pod is deleted with grace 0', 'nothing is lost and counts go on'),
  fill: kind(
    'hazard',
    'none',
    LOSS,
    'The volume is filled',
    '503 `disk-full`, none of them counted, healed afterwards',
  ),
  drain: kind(
    'hazard',
    'stopped',
    LOSS,
    'The node is drained',
    'the budget is respected and nothing is lost',
  ),
  power: kind(
    'hazard',
    'killed',
    LOSS,
    'The power of a volume is cut',
    'every visit acknowledged before the cut is there',
  ),
  'at-rest': kind(
    'read',
    'none',
    ['RESTORE_DIFFERS', 'CHECK_FAILED'],
    'A restored copy against its volume',
    'it is a beginning of it, with nothing torn inside',
  ),
} as const satisfies Record<string, ScenarioKind>;

export type ScenarioName = keyof typeof SCENARIOS;

/** What they look at may break at any time of the run. */
export const OF_THE_WHOLE_RUN: readonly string[] = ['identity', 'total'] satisfies ScenarioName[];

/** A scenario that this version does not know is judged by the loss rules. */
export function scenarioKind(name: string): ScenarioKind {
  return Object.hasOwn(SCENARIOS, name)
    ? SCENARIOS[name as ScenarioName]
    : kind('disturb', 'none', LOSS, name, 'nothing is lost');
}
