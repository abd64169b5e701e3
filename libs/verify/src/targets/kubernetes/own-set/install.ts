import type { App } from '@visits/proof';
import { VerifyError } from '../../../errors';
import { type ClusterClient, isThere, type ObjectOf, type Ref } from '../client';
import { HeldLease, thisHolder } from '../undo/lease';
import type { Leftover } from '../undo/leftover';
import { type Found, noteCordon, type RunRecord, write } from '../undo/record';
import { restoreRun } from '../undo/restore';
import { type Manifest, ownObjects, type OwnSetChoice } from './own-objects';

export interface OwnSetOptions extends OwnSetChoice {
  readonly run: string;
  /** Where one may not make namespaces: the objects go there, under names of their own. */
  readonly shared?: string;
  /** The overlay `verify`; the build puts it in. */
  readonly rendered?: readonly Manifest[];
}

export interface OwnSet {
  readonly namespace: string;
  readonly sets: readonly { readonly app: App; readonly statefulSet: string }[];
  /** To be called before a node is cordoned: whoever restores then uncordons it. */
  willCordon(node: string): Promise<void>;
  /** Removes all of it and waits until it is gone; gives what stays. */
  remove(): Promise<Leftover[]>;
}

/** Makes the run's own set; its pods are not waited for. Where a part is refused, what was made goes again. */
export async function installOwnSet(client: ClusterClient, options: OwnSetOptions): Promise<OwnSet> {
  const { run, shared, rendered = renderedOverlay() } = options;
  const { namespace, objects, sets } = ownObjects(rendered, run, options, shared);
  const create = async ({ kind, object }: (typeof objects)[number]) => {
    const { name, namespace: inside } = object.metadata;
    const ref: Ref = { kind, name, ...(inside && { namespace: inside }) };
    return client.calls.create(ref, object as unknown as ObjectOf<typeof kind>);
  };
  const record: RunRecord = {
    ...{ schema: 1, run, startedAt: new Date().toISOString(), holder: thisHolder(), sets: [], nodes: [] },
  };
  let found: Found;
  const [first] = objects;
  if (first?.kind === 'Namespace') {
    const made = await create(first).catch((error: unknown) => {
      throw isThere(error) ? foreign(namespace) : error;
    });
    found = await write(client, namespace, { ...record, namespaceUid: made.metadata!.uid! });
  } else found = await write(client, namespace, record);
  let lease: HeldLease | undefined;
  const remove = async () => {
    const left = await restoreRun(client, found);
    await lease?.release().catch(() => undefined);
    return left;
  };
  try {
    lease = await HeldLease.take(client, namespace, `visits-verify-${run}`, run, namespace);
    for (const one of objects) if (one.kind !== 'Namespace') await create(one);
  } catch (error) {
    await remove();
    throw error;
  }
  const willCordon = async (node: string) => void (found = await noteCordon(client, found, node));
  return { namespace, sets, willCordon, remove };
}

function foreign(namespace: string): VerifyError {
  return new VerifyError(
    'namespace-foreign',
    `There is a namespace ${namespace} already, and this run did not make it: it is not touched.`,
    'Run again: the next run has another name.',
  );
}

declare const VISITS_OWN_SET: readonly Manifest[] | undefined;

/** What the build rendered of deploy/overlays/verify. */
export function renderedOverlay(): readonly Manifest[] {
  if (typeof VISITS_OWN_SET !== 'undefined') return VISITS_OWN_SET;
  throw new Error('This build holds no set of its own: name one, or build with tools/build.');
}
