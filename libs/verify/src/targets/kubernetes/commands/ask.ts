import { VerifyError } from '../../../errors';
import { canI, KINDS, type ObjectOf } from '../client';
import { PLAN_COLUMNS } from '../../../plan-columns';
import { accessOf } from '../needs/need';
import { planRow, type PlanRow } from '../needs/plan';
import { rbacOf } from '../needs/rbac';
import { EXEC, type RunScope } from '../needs/steps';
import type { Planned } from '../preflight/dry-runs';
import { preflight } from '../preflight/preflight';
import { failed, type Result, warning } from '../preflight/result';
import { besidePod } from '../reach/by-own-pods';
import { ONE_POD } from '../set/pod-of';
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
export async function preflightCluster(ask: ClusterAsk): Promise<readonly Result[]> {
  return (await looked(ask)).results;
}

export interface Fit {
  readonly results: readonly Result[];
  /** Exec is permitted and wanted. */
  readonly exec: boolean;
}

/** Before a run: rejects with all that keeps it from beginning; gives all that was looked at. */
export async function fitForRun(ask: ClusterAsk, onNote?: (text: string) => void): Promise<Fit> {
  const { results, exec } = await looked(ask);
  const failed = results.filter(({ status }) => status === 'failed');
  for (const { name, seen, status } of results) if (status === 'warning') onNote?.(`${name}: ${seen}`);
  if (failed.length === 0) return { results, exec };
  const [first] = failed;
  throw new VerifyError(
    'preflight-failed',
    failed.map(({ name, seen }) => `${name}: ${seen}.`).join(' '),
    failed.length === 1 ? first!.cure : 'See: visits verify preflight',
  );
}

async function looked(ask: ClusterAsk): Promise<Fit> {
  let situation = await situationOf(ask, RUN);
  const isPermitted = !situation.scope.exec || (await mayExec(situation));
  // A second pod on the claims of a set that is somebody else's is for a person to choose.
  if (!isPermitted && situation.scope.own) situation = await situationOf({ ...ask, exec: false }, RUN);
  const { exec } = situation.scope;
  const results = await preflightOf(ask, situation);
  if (!exec) return { results: [...results, withoutExec(ask, situation)], exec };
  return { results: isPermitted ? results : [...results, forbidden(situation.scope)], exec };
}

async function mayExec(situation: Situation): Promise<boolean> {
  const { namespace, shared } = situation.scope;
  const permitted = EXEC.map((need) =>
    situation.client().may(accessOf(need, shared ? namespace : undefined)),
  );
  return (await Promise.all(permitted)).every(Boolean);
}

const lookAtExec = ({ namespace, shared }: RunScope) =>
  canI(accessOf(EXEC[1]!, shared ? namespace : undefined));

function forbidden(scope: RunScope): Result {
  const cure =
    'Permit it, or give --no-exec: volumes are then read by pods of the run’s own on the same claims.';
  return failed('exec', 'not permitted, and it is how volumes are read', lookAtExec(scope), cure);
}

function withoutExec({ exec }: ClusterAsk, situation: Situation): Result {
  const look = lookAtExec(situation.scope);
  const why = exec === false ? 'not wanted' : 'not permitted';
  if (accessModeOf(situation) === ONE_POD)
    return failed(
      'exec',
      `${why}; and a claim of ${ONE_POD} is for no second pod, by which its files could be read`,
      look,
      'Permit create pods/exec, or test a set whose claims are ReadWriteOnce.',
    );
  const instead = 'volumes are read by pods of the run’s own, and its writer is reached by a port-forward';
  return warning('exec', `${why}: ${instead}`, look, '');
}

async function preflightOf(ask: ClusterAsk, situation: Situation): Promise<Result[]> {
  const { scope, steps, found } = situation;
  const { namespace, shared } = scope;
  return preflight(situation.client(), {
    ...{ namespace, shared, storageClass: ask.storageClass, planned: plannedOf(situation) },
    needs: steps.flatMap(({ needs }) => needs),
    found: found ? [found] : [],
    accessMode: accessModeOf(situation),
  });
}

function accessModeOf({ found, objects }: Situation): string {
  const template = found?.spec ?? specOf(objects);
  return template?.volumeClaimTemplates?.[0]?.spec?.accessModes?.[0] ?? '-';
}

function specOf(objects: Situation['objects']) {
  const set = objects?.objects.find(({ kind }) => kind === 'StatefulSet')?.object;
  return (set as unknown as Situation['found'])?.spec;
}

/** What the server can be asked about: objects of a namespace that is not there yet cannot. */
function plannedOf({ scope, objects, found }: Situation): Planned[] {
  const { namespace, shared } = scope;
  const record = asConfigMap(namespace, {
    ...{ schema: 1, run: RUN, startedAt: new Date().toISOString(), holder: '-', sets: [], nodes: [] },
  });
  const planned: Planned[] = (objects?.objects ?? []).map(({ kind, object }) => ({ kind, object }));
  // A quota and the profile of a namespace speak of pods, not of sets.
  const pods = planned
    .filter(({ kind }) => kind === 'StatefulSet')
    .map(({ object }) => podOf(object as StatefulSet));
  const [like] = found ? [podOf(found)] : pods;
  const readers = scope.exec || !like ? [] : [besideIt(like)];
  const all: Planned[] = [...planned, ...pods, ...readers, { kind: 'ConfigMap', object: record }];
  return all.filter(({ kind }) => shared || !KINDS[kind].namespaced);
}

/** The pod that reads its volume. */
function besideIt(like: PlannedPod): Planned {
  const { namespace } = like.object.metadata ?? {};
  const pod = besidePod({ name: `visits-verify-${RUN}`, run: RUN, like: like.object, command: [] });
  return { kind: 'Pod', object: { ...pod, metadata: { ...pod.metadata, namespace } } };
}

interface PlannedPod {
  readonly kind: 'Pod';
  readonly object: ObjectOf<'Pod'>;
}

type StatefulSet = NonNullable<Situation['found']>;

function podOf({ metadata, spec }: StatefulSet): PlannedPod {
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
