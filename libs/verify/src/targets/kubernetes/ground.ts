import type { App } from '@visits/proof';
import type { ClusterClient } from './client';
import { findSet } from './find-set';
import { installOwnSet, type OwnSet } from './own-set/install';
import { appOf } from './set/app-of';
import { isOnePodOnly } from './set/pod-of';
import { Guard } from './undo/guard';
import type { Leftover } from './undo/leftover';

const OWN_REPLICAS = 3;

export interface GroundOptions {
  /** A StatefulSet that is there, by its name; without it the run makes sets of its own. */
  readonly set?: string;
  readonly namespace?: string;
  /** Of its own sets. */
  readonly replicas?: number;
  readonly image?: string;
  readonly storageClass?: string;
  readonly size?: string;
}

export interface ClusterSet {
  readonly app: App;
  readonly statefulSet: string;
}

export interface Installed {
  readonly namespace: string;
  readonly sets: readonly ClusterSet[];
}

/** What is tested on a cluster, before the run begins and after it has ended. */
export interface Ground {
  readonly apps: readonly App[];
  readonly replicas: number;
  /** The run's own: nobody else visits it, and it goes afterwards. */
  readonly own: boolean;
  /** A claim goes with its pod when the set is scaled down; with the set when that is deleted. */
  readonly deletesClaims: { readonly scaled: boolean; readonly deleted: boolean };
  /** The cluster keeps a second pod away from each claim. */
  readonly onePodOnly: boolean;
  /** Resolves when the sets stand in the cluster, ready or not. */
  prepare(client: ClusterClient): Promise<Installed>;
  /** To be called before a node is cordoned: whoever restores then uncordons it. */
  willCordon(node: string): Promise<void>;
  /** To be called before volumes are filled: whoever restores then frees them. */
  willFill(): Promise<void>;
  /** Puts back what was changed, or removes what was made; gives what could not be. */
  restore(): Promise<readonly Leftover[]>;
}

export async function groundOf(client: ClusterClient, run: string, options: GroundOptions): Promise<Ground> {
  return options.set === undefined ? ownGround(run, options) : foundGround(client, run, options.set);
}

function ownGround(run: string, { namespace: shared, ...choice }: GroundOptions): Ground {
  const { replicas = OWN_REPLICAS, image, storageClass, size } = choice;
  let set: OwnSet | undefined;
  return {
    apps: ['clock', 'calculator'],
    replicas,
    own: true,
    deletesClaims: { scaled: false, deleted: false },
    onePodOnly: false,
    async prepare(client) {
      return (set = await installOwnSet(client, { run, replicas, image, storageClass, size, shared }));
    },
    willCordon: async (node) => set?.willCordon(node),
    // What they are filled with goes with them.
    willFill: async () => undefined,
    restore: async () => (await set?.remove()) ?? [],
  };
}

async function foundGround(client: ClusterClient, run: string, statefulSet: string): Promise<Ground> {
  const { namespace } = client;
  const object = await findSet(client, namespace, statefulSet);
  const app = appOf(object);
  const { whenScaled, whenDeleted } = object.spec?.persistentVolumeClaimRetentionPolicy ?? {};
  let guard: Guard | undefined;
  return {
    apps: [app],
    replicas: object.spec?.replicas ?? 1,
    own: false,
    deletesClaims: { scaled: whenScaled === 'Delete', deleted: whenDeleted === 'Delete' },
    onePodOnly: isOnePodOnly(object),
    async prepare(recorded) {
      guard = await Guard.begin(recorded, { run, namespace, sets: [statefulSet] });
      return { namespace, sets: [{ app, statefulSet }] };
    },
    willCordon: async (node) => guard?.willCordon(node),
    willFill: async () => guard?.willFill(),
    restore: async () => (await guard?.end()) ?? [],
  };
}
