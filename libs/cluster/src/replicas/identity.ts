/** This pod's volume as the journal knows it now; no disk is asked. */
export interface Self {
  /** null until the journal was open once in this process. */
  readonly replica: string | null;
  /** Its contribution: the acknowledged count without `base`. */
  readonly visits: number;
  /** The count that was there before the id was given. */
  readonly base: number;
  /** Since this process took the volume over from an earlier one, ms; null where it is the volume's first. */
  readonly restartedMs?: number | null;
  /** The journal is open, so we hold the volume's lock and may write on it. */
  readonly open: boolean;
}

/** Which set of pods a process belongs to. Pods of another set are never merged. */
export interface SetName {
  readonly service: string;
  readonly namespace: string;
  /** The Service that names the siblings; empty where a list names them. */
  readonly headless: string;
  /** Of the StatefulSet; empty where the pod's name has no ordinal. Version 0.1.0 does not say it. */
  readonly name?: string;
}

/** This process as siblings know it. */
export interface Member {
  readonly set: SetName;
  readonly pod: string;
  readonly ordinal: number | null;
  readonly boot: string;
}

/**
 * The ordinal a StatefulSet gave this pod: the digits after the last hyphen of its name (`clock-2` → 2).
 * Null for a name that no StatefulSet makes, such as a Deployment's (`clock-7d9f8b6c5-x2x4z`) or a laptop's.
 * Source: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-identity
 */
export function ordinalOf(podName: string): number | null {
  const digits = POD.exec(podName)?.[2];
  return digits === undefined ? null : Number(digits);
}

/** The StatefulSet of a pod (`dev-clock-2` → `dev-clock`); empty for a name that no StatefulSet makes. */
export function setOf(podName: string): string {
  return POD.exec(podName)?.[1] ?? '';
}

const POD = /^(.+)-(0|[1-9][0-9]{0,8})$/;

/**
 * A Service names every pod that its selector matches, of whatever set: so each says of which it is. Where a list names the
 * siblings, whoever wrote it has said who belongs together, and pods may be called as they like.
 */
export function isOfSet({ set, pod }: { set: SetName; pod: string }, ours: SetName): boolean {
  if (set.service !== ours.service || set.namespace !== ours.namespace) return false;
  return ours.headless === '' || (set.name ?? setOf(pod)) === ours.name;
}
