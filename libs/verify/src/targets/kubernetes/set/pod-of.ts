import type { App } from '@visits/proof';
import type { TargetPod } from '../../target';
import type { ObjectOf } from '../client';
import { appContainer, appStatus, claimOf } from '../pods/app-pod';

export type ClaimFacts = (claim: string) => { readonly uid?: string; readonly volume?: string } | undefined;

/** A pod of a set as the engine sees it. */
export function podOf(app: App, pod: ObjectOf<'Pod'>, claims: ClaimFacts): TargetPod {
  const { name = '', uid = '', deletionTimestamp } = pod.metadata ?? {};
  const claim = claimOf(pod);
  const { uid: claimUid, volume = '-' } = claims(claim) ?? {};
  const ready = pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
  const ip = pod.status?.podIP;
  const host = ip?.includes(':') ? `[${ip}]` : ip;
  const node = pod.spec?.nodeName;
  return {
    ...{ app, name, uid, claim, volume },
    ordinal: Number(/-(\d+)$/.exec(name)?.[1] ?? -1),
    origin: host ? `http://${host}:${portOf(pod)}` : '',
    ready: ready === true && !deletionTimestamp,
    why: deletionTimestamp ? 'terminating' : ready ? 'ready' : whyNot(pod),
    ...(claimUid && { claimUid }),
    ...(node && { node }),
  };
}

function whyNot(pod: ObjectOf<'Pod'>): string {
  const { waiting, terminated } = appStatus(pod)?.state ?? {};
  if (waiting?.reason) return waiting.reason;
  if (terminated) return `ended with ${terminated.exitCode}`;
  const scheduled = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
  if (scheduled?.status === 'False') return scheduled.reason ?? 'not scheduled';
  return 'not ready';
}

/** The access mode with which a claim has one pod at a time. */
export const ONE_POD = 'ReadWriteOncePod';

/** Whether the cluster keeps a second pod away from each claim of the set. */
export function isOnePodOnly({ spec }: ObjectOf<'StatefulSet'>): boolean {
  return spec?.volumeClaimTemplates?.[0]?.spec?.accessModes?.[0] === ONE_POD;
}

function portOf(pod: ObjectOf<'Pod'>): number {
  const { ports = [] } = appContainer(pod);
  return (ports.find(({ name }) => name === 'http') ?? ports[0])?.containerPort ?? 8080;
}
