import { type ClusterClient, type Watched } from '../client';
import { findSet } from '../find-set';
import { HeldLease, inWords, thisHolder } from './lease';
import type { Leftover } from './leftover';
import { fieldsOf, othersSince } from './managers';
import { before, findRecords, type Found, noteCordon, noteFill, type RunRecord, write } from './record';
import { restoreRun } from './restore';

export interface GuardOptions {
  readonly run: string;
  readonly namespace: string;
  /** The names of the StatefulSets that may be changed. */
  readonly sets: readonly string[];
  /** What is worth a line for people. */
  onNote?(text: string): void;
}

/** Sets of somebody else's, while a run has them: held by leases, written down as they were, watched for others' changes. */
export class Guard {
  #record: Found;

  private constructor(
    private readonly client: ClusterClient,
    record: Found,
    private readonly leases: readonly HeldLease[],
    private readonly watched: Watched<'StatefulSet'>,
  ) {
    this.#record = record;
  }

  /** Nothing of the sets is changed by it. Rejects with `set-missing`, `set-taken` or ClusterError. */
  static async begin(client: ClusterClient, options: GuardOptions): Promise<Guard> {
    const { run, namespace, sets, onNote } = options;
    for (const name of sets) await findSet(client, namespace, name);
    const leases: HeldLease[] = [];
    try {
      for (const name of sets) {
        const lease = await HeldLease.take(client, namespace, leaseName(name), run, `sts/${name}`);
        leases.push(lease);
        if (!lease.takenFrom) continue;
        const { run: dead, holder, ageMs, idleMs } = lease.takenFrom;
        onNote?.(
          `Took sts/${name} over from run ${dead} of ${holder}: begun ${inWords(ageMs)} ago, not renewed for ${inWords(idleMs)}.`,
        );
        for (const found of await findRecords(client, namespace, dead)) {
          const left = await restoreRun(client, found);
          onNote?.(
            left.length === 0
              ? `Put back what run ${dead} had changed.`
              : `Run ${dead} left ${left[0]!.object}.`,
          );
        }
      }
      const seen = await Promise.all(sets.map((name) => findSet(client, namespace, name)));
      const record = await write(client, namespace, {
        ...{ schema: 1, run, startedAt: new Date().toISOString(), holder: thisHolder(), nodes: [] },
        sets: seen.map(before),
      });
      const watched = await watchOthers(client, namespace, record.record);
      return new Guard(client, record, leases, watched);
    } catch (error) {
      for (const lease of leases) await lease.release().catch(() => undefined);
      throw error;
    }
  }

  /** To be called before a node is cordoned: whoever restores then uncordons it. */
  async willCordon(node: string): Promise<void> {
    this.#record = await noteCordon(this.client, this.#record, node);
  }

  /** To be called before volumes are filled: whoever restores then frees them. */
  async willFill(): Promise<void> {
    this.#record = await noteFill(this.client, this.#record);
  }

  /** Undoes all, and lets the sets go. Gives what could not be undone. */
  async end(): Promise<Leftover[]> {
    await this.watched.stop();
    const left = await restoreRun(this.client, this.#record);
    for (const lease of this.leases) await lease.release().catch(() => undefined);
    return left;
  }
}

const leaseName = (set: string): string => `visits-verify-${set}`;

/** Argo, Flux, an autoscaler or a person: each change of the spec that is not ours is written down once. */
async function watchOthers(
  client: ClusterClient,
  namespace: string,
  { sets }: RunRecord,
): Promise<Watched<'StatefulSet'>> {
  const watched = await client.watch('StatefulSet', { namespace });
  const written = new Set<string>();
  watched.onChange = ({ metadata }, what) => {
    const set = sets.find(({ name }) => name === metadata?.name);
    if (!set || what === 'gone') return;
    for (const entry of othersSince(set.metadata.managedFields, metadata?.managedFields)) {
      const { manager = '-', time } = entry;
      const key = `${set.name} ${manager} ${time}`;
      if (written.has(key)) continue;
      written.add(key);
      client.recorder.see({
        kind: 'changed',
        object: `statefulset/${set.name}`,
        manager,
        detail: fieldsOf(entry),
      });
    }
  };
  return watched;
}
