import type { App } from '@visits/proof';
import { type Consent, consented } from '../../../consent';
import type { Hooks, Profile, Selected } from '../../../engine/scenario';
import { select, type Selection } from '../../../scenarios/selection';
import { type ClusterChoice, ClusterClient, type ObjectOf } from '../client';
import { findSet } from '../find-set';
import { type RunScope, type ScopeSet, type Step, stepsOf } from '../needs/steps';
import { renderedOverlay } from '../own-set/install';
import { type Manifest, type OwnObjects, ownObjects, type OwnSetChoice } from '../own-set/own-objects';
import { appOf } from '../set/app-of';
import { deadlinesOf } from '../set/deadlines';
import { isOnePodOnly } from '../set/pod-of';

/** What a person says of a run on a cluster. */
export interface ClusterAsk extends Selection, ClusterChoice, OwnSetChoice {
  /** A StatefulSet that is there; without it the run makes sets of its own. */
  readonly set?: string;
  readonly profile: Profile;
  readonly hooks: Hooks;
  readonly allow: Consent['allow'];
  /** False: no command is run in a pod of the set. By default as it is permitted. */
  readonly exec?: boolean;
  /** By default what the build put in. */
  readonly rendered?: readonly Manifest[];
}

/** A run as it would be: what is tested, which scenarios, and each step. */
export interface Situation {
  /** Nothing was asked of it where the sets are the run's own. */
  client(): ClusterClient;
  readonly scope: RunScope;
  readonly scenarios: readonly Selected[];
  readonly steps: readonly Step[];
  /** The set that is there. */
  readonly found: ObjectOf<'StatefulSet'> | undefined;
  readonly objects: OwnObjects | undefined;
}

/** Looks, and changes nothing. `run` stands for the run's id. */
export async function situationOf(ask: ClusterAsk, run: string): Promise<Situation> {
  // A plan of sets of its own needs no cluster.
  let chosen: ClusterClient | undefined;
  const client = () => (chosen ??= ClusterClient.choose(ask));
  const found = ask.set === undefined ? undefined : await findSet(client(), client().namespace, ask.set);
  const objects = found ? undefined : ownObjects(ask.rendered ?? renderedOverlay(), run, ask, ask.namespace);
  const own = found === undefined;
  const scope: RunScope = {
    ...{
      own,
      namespace: objects?.namespace ?? client().namespace,
      shared: !own || ask.namespace !== undefined,
    },
    sets: found ? [scopeSet(appOf(found), found)] : ownSets(objects!),
    exec: ask.exec !== false,
    ...{ powerCut: ask.hooks.powerCut, powerRestore: ask.hooks.powerRestore },
  };
  const apps = scope.sets.map(({ app }) => app);
  const replicas = Math.max(...scope.sets.map((set) => set.replicas));
  const { hooks, profile, allow } = ask;
  const scenarios = consented(
    select(ask, {
      where: 'cluster',
      own,
      profile,
      apps,
      replicas,
      hooks,
      deletesClaims: deletesClaims(found),
      onePodOnly: found !== undefined && isOnePodOnly(found),
    }),
    {
      own,
      allow,
    },
  );
  const toRun = scenarios.flatMap(({ scenario, skipped }) => (skipped === undefined ? [scenario] : []));
  return { client, scope, scenarios, steps: stepsOf(scope, toRun), found, objects };
}

function ownSets({ objects, sets }: OwnObjects): ScopeSet[] {
  return sets.map(({ app, statefulSet }) => {
    const made = objects.find(
      ({ kind, object }) => kind === 'StatefulSet' && object.metadata.name === statefulSet,
    );
    return scopeSet(app, made!.object as unknown as ObjectOf<'StatefulSet'>);
  });
}

function scopeSet(app: App, set: ObjectOf<'StatefulSet'>): ScopeSet {
  return { app, name: set.metadata!.name!, replicas: set.spec?.replicas ?? 1, ...deadlinesOf(set) };
}

function deletesClaims(found: ObjectOf<'StatefulSet'> | undefined) {
  const { whenScaled, whenDeleted } = found?.spec?.persistentVolumeClaimRetentionPolicy ?? {};
  return { scaled: whenScaled === 'Delete', deleted: whenDeleted === 'Delete' };
}
