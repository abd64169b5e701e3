import { hostname, userInfo } from 'node:os';
import { VerifyError } from '../../../errors';
import { type ClusterClient, isThere, type Known, type ObjectOf, unrecorded } from '../client';
import { labelsOf, RUN_LABEL } from '../run-label';

/** Long enough for a machine that is short of everything. */
const DURATION_S = 60;
const RENEW_MS = 10_000;

/** Who holds a set: `user@host/pid`. */
export function thisHolder(): string {
  return `${userInfo().username}@${hostname()}/${process.pid}`;
}

export interface LeaseState {
  readonly holder: string;
  readonly run: string;
  /** Since it was last renewed, by the API server's clock. */
  readonly idleMs: number;
  /** Since it was taken. */
  readonly ageMs: number;
  readonly stale: boolean;
}

/** A process of this machine that is gone renews nothing: its lease need not run out first. */
function isGoneHere(holder: string): boolean {
  const [, host, pid] = /@(.+)\/(\d+)$/.exec(holder) ?? [];
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as { code?: string }).code === 'ESRCH';
  }
}

export function stateOf(client: ClusterClient, lease: ObjectOf<'Lease'>): LeaseState {
  const {
    holderIdentity: holder = '-',
    renewTime,
    acquireTime,
    leaseDurationSeconds = DURATION_S,
  } = lease.spec ?? {};
  const nowMs = Date.now() + client.clock.offsetMs;
  const since = (time: string | undefined) => (time ? Math.max(0, nowMs - Date.parse(time)) : Infinity);
  const idleMs = since(renewTime);
  return {
    ...{ holder, run: lease.metadata?.labels?.[RUN_LABEL] ?? '-', idleMs, ageMs: since(acquireTime) },
    stale: idleMs > leaseDurationSeconds * 1_000 || isGoneHere(holder),
  };
}

/** One run has a set: a Lease that is renewed as long as the run lives. */
export class HeldLease {
  readonly #timer: NodeJS.Timeout;

  private constructor(
    private readonly client: ClusterClient,
    private readonly known: Known<'Lease'>,
    /** Of the run that died with it. */
    readonly takenFrom: LeaseState | undefined,
  ) {
    const quiet = client.with(unrecorded);
    this.#timer = setInterval(() => {
      quiet.calls.patch(known, { spec: { renewTime: microTime(client) } }).catch(() => undefined);
    }, RENEW_MS);
    this.#timer.unref();
  }

  /** Rejects with `set-taken` where another run that lives has it. `what` is for people: `sts/clock`. */
  static async take(
    client: ClusterClient,
    namespace: string,
    name: string,
    run: string,
    what: string,
  ): Promise<HeldLease> {
    const ref = { kind: 'Lease', namespace, name } as const;
    const now = microTime(client);
    const spec = {
      ...{ holderIdentity: thisHolder(), leaseDurationSeconds: DURATION_S, acquireTime: now, renewTime: now },
    };
    const lease = {
      ...{ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', spec },
      metadata: { name, namespace, labels: labelsOf(run) },
    };
    try {
      const made = await client.calls.create(ref, lease as unknown as ObjectOf<'Lease'>);
      return new HeldLease(client, { ...ref, uid: made.metadata!.uid! }, undefined);
    } catch (error) {
      if (!isThere(error)) throw error;
    }
    const there = await client.find(ref);
    // Whoever had it has let go of it since.
    if (!there) return HeldLease.take(client, namespace, name, run, what);
    const state = stateOf(client, there);
    if (!state.stale) throw taken(what, state);
    const known = { ...ref, uid: there.metadata!.uid! };
    await client.calls.patchJson(known, [
      // Of two that find it stale only one gets it.
      { op: 'test', path: '/metadata/resourceVersion', value: there.metadata!.resourceVersion },
      { op: 'replace', path: '/spec', value: spec },
      { op: 'add', path: '/metadata/labels', value: labelsOf(run) },
    ]);
    return new HeldLease(client, known, state);
  }

  /** Who restored has removed and written down it already, where it could. */
  async release(): Promise<void> {
    clearInterval(this.#timer);
    await this.client.with(unrecorded).calls.delete(this.known);
  }
}

function taken(what: string, { holder, run, ageMs, idleMs }: LeaseState): VerifyError {
  return new VerifyError(
    'set-taken',
    `${what} is in use by run ${run} of ${holder}, for ${inWords(ageMs)} (renewed ${inWords(idleMs)} ago).`,
    'Wait for its end; if it died, its lease runs out within a minute.',
  );
}

export function inWords(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (!Number.isFinite(seconds)) return 'an unknown time';
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}

/** Six decimals, as the API has it. */
const microTime = ({ clock }: ClusterClient) =>
  new Date(Date.now() + clock.offsetMs).toISOString().replace('Z', '000Z');
