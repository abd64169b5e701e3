import { setTimeout as pause } from 'node:timers/promises';
import { VerifyError } from '../../../errors';
import { type ClusterChoice, ClusterClient, ClusterError } from '../client';
import { RUN_LABEL, selectorOf } from '../run-label';
import { inWords, stateOf } from '../undo/lease';
import type { Leftover } from '../undo/leftover';
import { findRecords, type Found } from '../undo/record';
import { restoreRun } from '../undo/restore';

const LOOK_MS = 1_000;

export interface Restored {
  readonly run: string;
  readonly namespace: string;
  readonly left: readonly Leftover[];
}

/** Undoes a run that could not do it itself, or all such runs. Waits for a lease to run out, and not for one that is renewed. */
export async function restoreCluster(
  choice: ClusterChoice & { readonly run?: string },
  onNote: (text: string) => void,
): Promise<Restored[]> {
  const client = ClusterClient.choose(choice);
  const where = await reachOf(client, choice);
  const found = await findRecords(client, where, choice.run);
  const restored = await dropStrays(client, where, choice.run, found);
  if (found.length === 0 && restored.length === 0 && choice.run !== undefined)
    throw new VerifyError(
      'run-missing',
      `Nothing of a run ${choice.run} is left where one may look.`,
      `See: kubectl get configmap -A -l ${RUN_LABEL}`,
    );
  for (const one of found) {
    const { namespace, record } = one;
    await untilDead(client, one, onNote);
    onNote(`Restoring run ${record.run} of ${record.holder} in ${namespace}.`);
    restored.push({ run: record.run, namespace, left: await restoreRun(client, one) });
  }
  return restored;
}

/** The namespace to look in: undefined for everywhere, where that is permitted. */
async function reachOf(client: ClusterClient, { namespace }: ClusterChoice): Promise<string | undefined> {
  if (namespace !== undefined) return namespace;
  try {
    await client.list('ConfigMap', { labels: RUN_LABEL });
    return undefined;
  } catch (error) {
    if (!(error instanceof ClusterError) || error.code !== 'cluster-forbidden') throw error;
    return client.namespace;
  }
}

/** Leases of runs that died before they had written down what they would change: nothing was changed yet. */
async function dropStrays(
  client: ClusterClient,
  namespace: string | undefined,
  run: string | undefined,
  found: readonly Found[],
): Promise<Restored[]> {
  const labels = run === undefined ? RUN_LABEL : selectorOf(run);
  const leases = await client.list('Lease', { namespace, labels }).catch(() => []);
  const dropped: Restored[] = [];
  for (const lease of leases) {
    const state = stateOf(client, lease);
    if (!state.stale || found.some(({ record }) => record.run === state.run)) continue;
    const { name = '', namespace: inside = '', uid = '' } = lease.metadata ?? {};
    await client.calls.delete({ kind: 'Lease', namespace: inside, name, uid });
    dropped.push({ run: state.run, namespace: inside, left: [] });
  }
  return dropped;
}

async function untilDead(
  client: ClusterClient,
  { namespace, record }: Found,
  onNote: (text: string) => void,
) {
  const look = async () => {
    const leases = await client.list('Lease', { namespace, labels: selectorOf(record.run) });
    return leases.map((lease) => stateOf(client, lease)).find(({ stale }) => !stale);
  };
  const first = await look();
  if (!first) return;
  onNote(`Run ${record.run} renewed its lease ${inWords(first.idleMs)} ago; waiting whether it still does.`);
  for (let idleMs = first.idleMs; ;) {
    await pause(LOOK_MS);
    const state = await look();
    if (!state) return;
    if (state.idleMs < idleMs)
      throw new VerifyError(
        'run-alive',
        `Run ${record.run} of ${state.holder} still goes on in ${namespace}, for ${inWords(state.ageMs)}.`,
        'End it by Ctrl-C: it cleans up itself.',
      );
    idleMs = state.idleMs;
  }
}
