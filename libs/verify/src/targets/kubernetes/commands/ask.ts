import { VerifyError } from '../../../errors';
import { KINDS } from '../client';
import { PLAN_COLUMNS } from '../../../plan-columns';
import { planRow, type PlanRow } from '../needs/plan';
import { rbacOf } from '../needs/rbac';
import type { Planned } from '../preflight/dry-runs';
import { preflight } from '../preflight/preflight';
import type { Result } from '../preflight/result';
import { asConfigMap } from '../undo/record';
import { type ClusterAsk, type Situation, situationOf } from './situation';

/** Stands for the run's id where nothing is made: a valid name. */
const RUN = 'preflight';

/** What would be changed, one row a change; nothing is. */
export async function planCluster(ask: ClusterAsk): Promise<readonly (readonly string[])[]> {
  const { scenarios, steps } = await situationOf(ask, 'RUN');
  const rows = steps.filter(({ change }) => change !== '').map(planRow);
  const begin = rows.filter(([name]) => name === 'run');
  const last = begin.pop()!;
  const between = scenarios.flatMap(({ scenario: { name, level }, skipped }): PlanRow[] => {
    if (skipped !== undefined) return [[name, level, `skipped: ${skipped}`, '-', '-']];
    const own = rows.filter(([scenario]) => scenario === name);
    return own.length > 0 ? own : [[name, level, 'changes nothing', '-', '-']];
  });
  return [PLAN_COLUMNS, ...begin, ...between, last];
}

/** A Role and a ClusterRole with what the chosen scenarios need. */
export async function rbacCluster(ask: ClusterAsk): Promise<string> {
  const { steps, scope } = await situationOf(ask, 'RUN');
  return rbacOf(
    steps.flatMap(({ needs }) => needs),
    scope,
  );
}

/** All that the run needs, looked at at once. */
export async function preflightCluster(ask: ClusterAsk): Promise<Result[]> {
  return preflightOf(ask, await situationOf(ask, RUN));
}

/** Before a run: rejects with all that keeps it from beginning; gives all that was looked at. */
export async function fitForRun(ask: ClusterAsk, onNote?: (text: string) => void): Promise<Result[]> {
  const results = await preflightCluster(ask);
  const failed = results.filter(({ status }) => status === 'failed');
  for (const { name, seen, status } of results) if (status === 'warning') onNote?.(`${name}: ${seen}`);
  if (failed.length === 0) return results;
  const [first] = failed;
  throw new VerifyError(
    'preflight-failed',
    failed.map(({ name, seen }) => `${name}: ${seen}.`).join(' '),
    failed.length === 1 ? first!.cure : 'See: visits verify preflight',
  );
}

async function preflightOf(ask: ClusterAsk, situation: Situation): Promise<Result[]> {
  const { scope, steps, found, objects } = situation;
  const { namespace, shared } = scope;
  const template = found?.spec ?? specOf(objects);
  return preflight(situation.client(), {
    ...{ namespace, shared, storageClass: ask.storageClass, planned: plannedOf(situation) },
    needs: steps.flatMap(({ needs }) => needs),
    found: found ? [found] : [],
    accessMode: template?.volumeClaimTemplates?.[0]?.spec?.accessModes?.[0] ?? '-',
  });
}

function specOf(objects: Situation['objects']) {
  const set = objects?.objects.find(({ kind }) => kind === 'StatefulSet')?.object;
  return (set as unknown as Situation['found'])?.spec;
}

/** What the server can be asked about: objects of a namespace that is not there yet cannot. */
function plannedOf({ scope, objects }: Situation): Planned[] {
  const { namespace, shared } = scope;
  const record = asConfigMap(namespace, {
    ...{ schema: 1, run: RUN, startedAt: new Date().toISOString(), holder: '-', sets: [], nodes: [] },
  });
  const planned: Planned[] = (objects?.objects ?? []).map(({ kind, object }) => ({ kind, object }));
  // A quota and the profile of a namespace speak of pods, not of sets.
  const pods = planned
    .filter(({ kind }) => kind === 'StatefulSet')
    .map(({ object }) => podOf(object as StatefulSet));
  const all: Planned[] = [...planned, ...pods, { kind: 'ConfigMap', object: record }];
  return all.filter(({ kind }) => shared || !KINDS[kind].namespaced);
}

type StatefulSet = NonNullable<Situation['found']>;

function podOf({ metadata, spec }: StatefulSet): Planned {
  const { metadata: template = {}, spec: pod } = spec!.template;
  const volumes = (spec!.volumeClaimTemplates ?? []).map(({ metadata: claim }) => ({
    ...{ name: claim!.name!, persistentVolumeClaim: { claimName: `${claim!.name}-${metadata!.name}-0` } },
  }));
  // Its account is not there in a dry run.
  const { serviceAccountName: _, ...rest } = pod!;
  const object = {
    ...{ apiVersion: 'v1', kind: 'Pod' },
    metadata: { ...template, name: `${metadata!.name}-0`, namespace: metadata!.namespace },
    spec: { ...rest, volumes: [...(rest.volumes ?? []), ...volumes] },
  };
  return { kind: 'Pod', object };
}
