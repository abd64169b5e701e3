import { setTimeout as pause } from 'node:timers/promises';
import { type ClusterClient, FIELD_MANAGER, type Known, type ObjectOf, type Ref } from '../client';
import { RUN_LABEL } from '../run-label';
import { deadlinesOf } from '../set/deadlines';
import { differences } from './differences';
import { covers, othersSince } from './managers';
import type { SetBefore } from './record';

const LOOK_MS = 500;

/**
 * Makes a set's spec equal to what it was, and the fields' owners too, so that the next `kubectl apply` meets no conflict
 * with us. What somebody else changed meanwhile is theirs and stays. Gives whether anything had to be put back.
 */
export async function putBack(client: ClusterClient, namespace: string, before: SetBefore): Promise<boolean> {
  const ref = { kind: 'StatefulSet', namespace, name: before.name } as const;
  const undo = `visits verify restore`;
  const live = await standing(client, ref);
  if (!live) {
    const { labels, annotations } = before.metadata;
    const set = { apiVersion: 'apps/v1', kind: 'StatefulSet', spec: before.spec };
    const metadata = { name: before.name, namespace, labels, annotations };
    await client.calls.create(ref, { ...set, metadata } as ObjectOf<'StatefulSet'>, { undo });
    return true;
  }
  const known: Known<'StatefulSet'> = { ...ref, uid: live.metadata!.uid! };
  const others = othersSince(before.metadata.managedFields, live.metadata!.managedFields);
  const all = [
    ...differences(live.spec, before.spec, '/spec'),
    ...(live.metadata?.labels?.[RUN_LABEL]
      ? [{ op: 'remove', path: `/metadata/labels/${RUN_LABEL.replace('/', '~1')}` } as const]
      : []),
  ];
  const ours = all.filter(({ path }) => !others.some((entry) => covers(entry, path)));
  if (ours.length > 0) await client.calls.patchJson(known, ours);
  await giveBackFields(client, known, before, others.length > 0);
  return ours.length > 0;
}

/** Undefined where there is none. One that is being deleted is waited for: what is put back would go with it. */
async function standing(
  client: ClusterClient,
  ref: Ref<'StatefulSet'>,
): Promise<ObjectOf<'StatefulSet'> | undefined> {
  for (const sinceMs = performance.now(); ; await pause(LOOK_MS)) {
    const live = await client.find(ref);
    if (!live?.metadata?.deletionTimestamp) return live;
    if (performance.now() - sinceMs > deadlinesOf(live).stopMs * 2)
      throw new Error('it is being deleted, and is not gone in time');
  }
}

async function giveBackFields(
  client: ClusterClient,
  known: Known<'StatefulSet'>,
  before: SetBefore,
  othersChanged: boolean,
): Promise<void> {
  const live = await client.get(known);
  const now = live.metadata?.managedFields ?? [];
  if (!now.some(({ manager }) => manager === FIELD_MANAGER)) return;
  const value = othersChanged
    ? now.filter(({ manager }) => manager !== FIELD_MANAGER)
    : (before.metadata.managedFields ?? []);
  await client.calls.patchJson(known, [{ op: 'replace', path: '/metadata/managedFields', value }]);
}
