import type { App } from '@visits/proof';
import type { Level } from '../../../engine/scenario';
import { BESIDE, OWN } from '../undo/sweep';
import { need, type Need } from './need';

/** What is tested, as far as it is known before the run. */
export interface RunScope {
  readonly own: boolean;
  readonly namespace: string;
  /** Where one may not make namespaces, or where the set is. */
  readonly shared: boolean;
  /** Without it: by pods of the run's own. */
  readonly exec: boolean;
  readonly sets: readonly ScopeSet[];
  readonly powerCut?: string;
  readonly powerRestore?: string;
}

export interface ScopeSet {
  readonly app: App;
  readonly name: string;
  readonly replicas: number;
  /** From creation to ready, and from deletion to gone, by the set's own settings. */
  readonly readyMs: number;
  readonly stopMs: number;
}

/** One thing that a run does to a cluster. */
export interface Step {
  /** `run`: done in every run. */
  readonly scenario: string;
  readonly level: Level;
  /** As a person would do it by hand. */
  readonly change: string;
  /** After it the wait for its effect ends; none where the call itself is all. */
  readonly deadlineMs?: number;
  readonly needs: readonly Need[];
}

const LOOKS: readonly Need[] = [
  ...need('StatefulSet', ['get', 'list', 'watch']),
  ...need('Pod', ['get', 'list', 'watch']),
  ...need('PersistentVolumeClaim', ['get', 'list', 'watch']),
  ...need('Service', ['get', 'list']),
  ...need('ConfigMap', ['get', 'list']),
  ...need('Event', ['list', 'watch'], { without: 'why a pod waits is said less exactly' }),
  ...need('PodDisruptionBudget', ['list'], {
    without: 'whether a budget blocks evictions is not said beforehand',
  }),
  ...need('Namespace', ['get'], { without: 'the cluster’s own UID is not in the report' }),
  ...need('Node', ['get', 'list'], { without: 'nodes and their kernels are not in the report' }),
  ...need('StorageClass', ['get', 'list'], { without: 'class and driver are not in the report' }),
  ...need('PersistentVolume', ['get'], {
    without: 'volumes are not in the report, and one that its class keeps is not seen',
  }),
];

/** The writer is driven by it, and volumes are read by it. */
export const EXEC = need('Pod', ['get', 'create'], { subresource: 'exec' });
/** The same without it. */
const OWN_PODS: readonly Need[] = [
  ...need('Pod', ['get', 'create'], { subresource: 'portforward' }),
  ...need('Pod', ['get'], { subresource: 'log' }),
  ...need('Pod', ['create', 'delete']),
];

const RECORD = need('ConfigMap', ['create']);
const LEASE = need('Lease', ['get', 'list', 'create', 'patch', 'delete']);
const JOB = need('Job', ['create', 'delete']);
const REMOVAL_MS = 120_000;
const WRITER_MS = 120_000;
/** Until a pod beside another one runs, and its command is over. */
const LOOK_MS = 120_000;

/** Every change of a run, in order, with what it needs: rbac, preflight and plan are computed from it. */
export function stepsOf(scope: RunScope, scenarios: readonly { name: string; level: Level }[]): Step[] {
  return [
    { scenario: 'run', level: 'read', change: '', needs: LOOKS },
    ...begin(scope),
    inside(scope),
    ...scenarios.flatMap(({ name, level }) =>
      (SCENARIO_STEPS[name]?.(scope) ?? []).map((step): Step => ({ scenario: name, level, ...step })),
    ),
    ...end(scope),
  ];
}

function inside({ exec, namespace }: RunScope): Step {
  if (exec) return { scenario: 'run', level: 'read', change: '', needs: EXEC };
  const change = `kubectl -n ${namespace} create -f pod/visits-verify-RUN-N (beside a pod, on its claim: for each look at a volume)`;
  return { scenario: 'run', level: 'write', change, needs: OWN_PODS, deadlineMs: LOOK_MS };
}

function begin(scope: RunScope): Step[] {
  const { own, shared, namespace, sets } = scope;
  const step = (change: string, needs: readonly Need[], deadlineMs?: number): Step => ({
    ...{ scenario: 'run', level: 'write', change, needs },
    ...(deadlineMs && { deadlineMs }),
  });
  const inside = `kubectl -n ${namespace}`;
  const readyMs = Math.max(...sets.map((set) => set.readyMs));
  return [
    ...(own && !shared
      ? [step(`kubectl create namespace ${namespace}`, need('Namespace', ['create', 'get', 'delete']))]
      : []),
    step(`${inside} create configmap visits-verify-RUN --from-file=record.json`, RECORD),
    ...(own
      ? [
          step(`${inside} create -f lease/visits-verify-RUN`, LEASE),
          step(
            `${inside} create -f deploy/overlays/verify (${sets.map(({ name, replicas }) => `${name} × ${replicas}`).join(', ')})`,
            [
              ...need('StatefulSet', ['create']),
              ...need('Service', ['create']),
              ...need('ServiceAccount', ['create']),
              ...need('PodDisruptionBudget', ['create']),
            ],
            readyMs,
          ),
        ]
      : sets.map(({ name }) => step(`${inside} create -f lease/visits-verify-${name}`, LEASE))),
    step(`${inside} create -f job/visits-verify-RUN (the writer, of the set’s own image)`, JOB, WRITER_MS),
  ];
}

function end({ own, shared, namespace, sets }: RunScope): Step[] {
  const step = (change: string, needs: readonly Need[] = []): Step => ({
    ...{ scenario: 'run', level: 'write', change, needs, deadlineMs: REMOVAL_MS },
  });
  if (own && !shared) return [step(`kubectl delete namespace ${namespace}`)];
  const labelled = own ? OWN : BESIDE;
  return [
    ...(own
      ? []
      : sets.map(({ name }) =>
          step(
            `kubectl -n ${namespace} replace -f statefulset/${name} (as recorded)`,
            need('StatefulSet', ['patch']),
          ),
        )),
    step(`kubectl -n ${namespace} delete ${labelled.join(',').toLowerCase()} -l visits.dev/verify-run=RUN`, [
      ...labelled.flatMap((kind) => need(kind, ['list', 'delete'])),
      ...need('ConfigMap', ['delete']),
    ]),
  ];
}

type Part = Omit<Step, 'scenario' | 'level'>;
type Steps = (scope: RunScope) => Part[];

const forEachSet =
  (make: (set: ScopeSet, kubectl: string) => Part[]): Steps =>
  ({ sets, namespace }) =>
    sets.flatMap((set) => make(set, `kubectl -n ${namespace}`));

const highest = ({ name, replicas }: ScopeSet) => `${name}-${replicas - 1}`;
const bothMs = ({ readyMs, stopMs }: ScopeSet) => readyMs + stopMs;
const DELETE_POD = need('Pod', ['delete']);
const PATCH_SET = need('StatefulSet', ['patch']);

/** What each scenario changes on a cluster; one that is not here changes nothing. */
export const SCENARIO_STEPS: Readonly<Record<string, Steps>> = {
  'two-writers': forEachSet((set, kubectl) => [
    {
      change: `${kubectl} create -f pod/${set.name}-second (on the claim of ${set.name}-0)`,
      needs: need('Pod', ['create', 'delete']),
      deadlineMs: set.readyMs,
    },
  ]),
  persistence: forEachSet((set, kubectl) => [
    { change: `${kubectl} delete pod ${highest(set)}`, needs: DELETE_POD, deadlineMs: bothMs(set) },
  ]),
  kill: forEachSet((set, kubectl) => [
    {
      change: `${kubectl} delete pod ${set.name}-N --grace-period=1`,
      needs: DELETE_POD,
      deadlineMs: bothMs(set),
    },
  ]),
  force: forEachSet((set, kubectl) => [
    {
      change: `${kubectl} delete pod ${set.name}-N --grace-period=0 --force`,
      needs: DELETE_POD,
      deadlineMs: bothMs(set),
    },
  ]),
  scale: forEachSet((set, kubectl) =>
    [1, set.replicas].map((replicas) => ({
      change: `${kubectl} scale statefulset ${set.name} --replicas=${replicas}`,
      needs: PATCH_SET,
      deadlineMs: bothMs(set),
    })),
  ),
  rollout: forEachSet((set, kubectl) => [
    {
      change: `${kubectl} rollout restart statefulset ${set.name}`,
      needs: PATCH_SET,
      deadlineMs: bothMs(set) * set.replicas,
    },
  ]),
  recreate: forEachSet((set, kubectl) =>
    ['orphan', 'foreground'].map((cascade) => ({
      change: `${kubectl} delete statefulset ${set.name} --cascade=${cascade}, and create it again`,
      needs: need('StatefulSet', ['create', 'delete']),
      deadlineMs: bothMs(set),
    })),
  ),
  fill: ({ sets, namespace, exec }) =>
    sets.map(({ name, readyMs }) => ({
      change: `kubectl -n ${namespace} ${exec ? 'exec' : 'create a pod beside'} each pod of ${name} -- fill its volume, and free it`,
      needs: need('ConfigMap', ['patch']),
      deadlineMs: readyMs,
    })),
  drain: ({ sets }) => [
    {
      change: `kubectl cordon NODE, evict ${sets.map(({ name }) => name).join(' and ')} from it, uncordon it`,
      needs: [
        ...need('Node', ['get', 'patch']),
        ...need('Pod', ['create'], { subresource: 'eviction' }),
        ...need('ConfigMap', ['patch']),
      ],
      deadlineMs: Math.max(...sets.map((set) => bothMs(set) * set.replicas)),
    },
  ],
  power: ({ sets, powerCut, powerRestore }) => [
    { change: powerCut ?? '--power-cut', needs: [] },
    {
      change: sets.map((set) => `scale down and force delete ${highest(set)}`).join(', '),
      needs: [...PATCH_SET, ...DELETE_POD],
    },
    {
      change: powerRestore ?? '--power-restore',
      needs: [],
      deadlineMs: Math.max(...sets.map(bothMs)),
    },
  ],
};
