/** What a scrape finds of a pod: nothing, a volume that is empty yet, or an app in one of its states. */
export type Phase = 'gone' | 'empty' | 'starting' | 'opening' | 'waiting' | 'open' | 'closing';

export const STEP_SECONDS = 15;

/** `open 20, gone 2`: phases and how many scrapes each lasts. */
export type Life = readonly (readonly [Phase, number])[];

export interface History {
  /** How many pods the set is to have, at each scrape, as a life has it. */
  readonly replicas: readonly (readonly [number, number])[];
  /** Ordinal 0 first; all of one length. */
  readonly pods: readonly Life[];
}

const spread = <T>(runs: readonly (readonly [T, number])[]): T[] =>
  runs.flatMap(([value, times]) => Array<T>(times).fill(value));

const isProcess = (phase: Phase | undefined) =>
  phase !== undefined && !['gone', 'empty', 'starting'].includes(phase);

/** It has been away: the pod that is there has the next revision. */
const isAnother = (life: readonly Phase[], step: number) =>
  life.slice(0, step).lastIndexOf('gone') > life.indexOf('open');

export interface Series {
  readonly series: string;
  readonly values: string;
}

/** The series that Prometheus has of a set `clock` in the namespace `n`: those of the pods and of kube-state-metrics. */
export function seriesOf({ replicas, pods }: History): Series[] {
  const lives = pods.map(spread);
  const wanted = spread(replicas);
  const at = (step: number) => lives.map((life) => life[step] ?? 'gone');
  const readyAt = (step: number) => at(step).filter((phase) => phase === 'open').length;
  const set = (name: string, value: (step: number) => number): Series => ({
    series: `${name}{namespace="n",statefulset="clock"}`,
    values: wanted.map((_, step) => value(step)).join(' '),
  });
  return [
    set('kube_statefulset_replicas', (step) => wanted[step]!),
    set('kube_statefulset_status_replicas_ready', readyAt),
    set(
      'kube_statefulset_status_replicas_updated',
      (step) => lives.filter((life) => isAnother(life, step)).length,
    ),
    ...lives.flatMap((life, ordinal) => podSeries(life, ordinal, at)),
  ];
}

function podSeries(life: readonly Phase[], ordinal: number, at: (step: number) => Phase[]): Series[] {
  const line = (
    name: string,
    isThere: (phase: Phase) => boolean,
    value: (phase: Phase, step: number) => number,
    labels = '',
  ): Series => ({
    series: `${name}{namespace="n",pod="clock-${ordinal}"${labels}}`,
    values: life
      .map((phase, step) => {
        if (isThere(phase)) return value(phase, step);
        return step > 0 && isThere(life[step - 1]!) ? 'stale' : '_';
      })
      .join(' '),
  });
  const isPod = (phase: Phase) => phase !== 'gone';
  const isRead = (phase: Phase) => isPod(phase) && phase !== 'empty';
  const others = (step: number) => at(step).filter((_, other) => other !== ordinal);
  let startedAt = 0;
  return [
    line('up', isPod, () => 1),
    line('visits_sidecar_up', isPod, (phase) => Number(phase !== 'empty')),
    line('visits_app_up', isPod, (phase) => Number(isProcess(phase))),
    line('visits_total', isRead, (_, step) => 100 + step),
    line('visits_store_info', isRead, () => 1, `,replica="r-${ordinal}",format="1"`),
    line('visits_store_damage', isRead, () => 0),
    line('visits_store_torn_bytes', isRead, (_, step) => (step % 7 === 3 ? 40 : 0)),
    line('process_start_time_seconds', isProcess, (_, step) => {
      if (!isProcess(life[step - 1])) startedAt = step * STEP_SECONDS;
      return startedAt;
    }),
    line('visits_store_writable', isProcess, (phase) => Number(phase === 'open')),
    ...(['opening', 'waiting', 'open', 'closing', 'failed'] as const).map((state) =>
      line('visits_store_state', isProcess, (phase) => Number(phase === state), `,state="${state}"`),
    ),
    line('visits_store_append_errors_total', isProcess, () => 0, ',reason="disk-full"'),
    line(
      'visits_peers',
      isProcess,
      (_, step) => others(step).filter((phase) => phase === 'starting' || phase === 'empty').length,
      ',state="unreachable"',
    ),
    line('visits_cluster_exact', isProcess, (_, step) =>
      Number(at(step).every((phase) => phase === 'open' || phase === 'gone')),
    ),
  ];
}

/** What a pod of a rollout goes through while it is replaced. */
const replaced: Life = [
  ['closing', 1],
  ['gone', 1],
  ['starting', 1],
  ['opening', 1],
];
const REPLACED_STEPS = 4;

/** Every pod anew, the highest ordinal first, each open before the next goes; ten minutes before and after. */
export function rollout(size: number, around = 40): History {
  const steps = 2 * around + size * REPLACED_STEPS;
  return {
    replicas: [[size, steps]],
    pods: [...Array(size).keys()].map((ordinal): Life => {
      const before = around + (size - 1 - ordinal) * REPLACED_STEPS;
      return [['open', before], ...replaced, ['open', steps - before - REPLACED_STEPS]];
    }),
  };
}
