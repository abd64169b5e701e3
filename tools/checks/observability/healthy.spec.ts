import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rulesFile } from '@visits/testing/shortened-rules';
import { stringify } from 'yaml';
import { type History, rollout, type Series, seriesOf, STEP_SECONDS } from './history';
import { needsPromtool, promtool } from './promtool';

/** Ten minutes are forty scrapes. */
const healthy: Record<string, History> = {
  'a rolling update': rollout(3),
  'a rolling update of many pods': rollout(12),
  'two rolling updates one after the other': twice(rollout(3, 20)),
  'an update, a scaling, a deleted pod and a drain in one quarter of an hour': twice(twice(rollout(2, 3))),
  'a pod that is deleted': {
    replicas: [[3, 104]],
    pods: [
      [['open', 104]],
      [
        ['open', 40],
        ['closing', 1],
        ['gone', 1],
        ['starting', 1],
        ['opening', 1],
        ['open', 60],
      ],
      [['open', 104]],
    ],
  },
  'a set that is scaled to 0 and back': {
    replicas: [
      [2, 20],
      [0, 60],
      [2, 60],
    ],
    pods: [0, 1].map((ordinal) => [
      ['open', 20],
      ['closing', 1],
      ['gone', 59],
      ['starting', 1 + ordinal],
      ['opening', 1],
      ['open', 58 - ordinal],
    ]),
  },
  'the first minute of a new set': {
    replicas: [[3, 60]],
    pods: [0, 1, 2].map((ordinal) => [
      ['gone', 1 + ordinal],
      ['empty', 2],
      ['opening', 1],
      ['open', 56 - ordinal],
    ]),
  },
  'a node that is drained: two of three pods wait for another one, and one of them for its volume': {
    replicas: [[3, 100]],
    pods: [
      [
        ['open', 40],
        ['closing', 1],
        ['gone', 6],
        ['starting', 2],
        ['opening', 1],
        ['open', 50],
      ],
      [
        ['open', 44],
        ['closing', 1],
        ['gone', 6],
        ['starting', 2],
        ['waiting', 4],
        ['open', 43],
      ],
      [['open', 100]],
    ],
  },
};

function twice({ replicas, pods }: History): History {
  return { replicas: [...replicas, ...replicas], pods: pods.map((life) => [...life, ...life]) };
}

/** A log of 6 MB at most on a claim of 10M: it grows to its bound, loses its older half, and so on, for ten hours. */
const rotating = {
  minutes: 600,
  interval: '5m',
  input_series: [
    {
      series: 'visits_store_available_bytes{namespace="n",pod="clock-0"}',
      values: Array(5).fill('5000000-120000x25').join(' '),
    },
    { series: 'visits_store_capacity_bytes{namespace="n",pod="clock-0"}', values: '8000000x129' },
  ],
};

let dir: string;
beforeAll(() => (dir = mkdtempSync(join(tmpdir(), 'visits-rules-'))));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Recorded {
  readonly minutes: number;
  readonly interval: string;
  readonly input_series: readonly Series[];
}

const everFiring = 'count by (alertname) (count_over_time(ALERTS{alertstate="firing"}[1d]))';

/** What promtool says of the histories, where none of them fires. */
function whatFires(histories: Record<string, Recorded>) {
  const file = join(dir, 'healthy.test.yaml');
  const tests = Object.entries(histories).map(([name, { minutes, ...history }]) => {
    const promql_expr_test = [{ expr: everFiring, eval_time: `${minutes}m`, exp_samples: [] }];
    return { name, ...history, promql_expr_test };
  });
  writeFileSync(file, stringify({ rule_files: [rulesFile], evaluation_interval: '1m', tests }));
  return promtool('test', 'rules', file);
}

const lived = (history: History): Recorded => ({
  minutes: Math.ceil((history.replicas.reduce((sum, [, steps]) => sum + steps, 0) * STEP_SECONDS) / 60),
  interval: `${STEP_SECONDS}s`,
  input_series: seriesOf(history),
});

needsPromtool('no alert fires while a healthy set is rolled, scaled or drained, or its log rotates', () => {
  const histories = Object.fromEntries(
    Object.entries(healthy).map(([name, history]) => [name, lived(history)]),
  );
  expect(whatFires({ ...histories, 'a log that rotates on 10M': rotating })).toEqual({
    status: 0,
    errors: '',
  });
});

needsPromtool('the same histories fire where a pod stays away', () => {
  const stuck: History = {
    replicas: [[2, 92]],
    pods: [
      [['open', 92]],
      [
        ['open', 10],
        ['starting', 82],
      ],
    ],
  };
  const { status, errors } = whatFires({ 'a pod that stays away': lived(stuck) });
  expect(status).toBe(1);
  for (const alert of ['VisitsAppDown', 'VisitsSetIncomplete', 'VisitsSiblingMissing'])
    expect(errors).toContain(`alertname="${alert}"`);
});
