/**
 * The ordinal a StatefulSet gave this pod: the digits after the last hyphen of its name (`clock-2` → 2).
 * Null for a name that no StatefulSet makes, such as a Deployment's (`clock-7d9f8b6c5-x2x4z`) or a laptop's.
 * Source: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-identity
 */
export function ordinalOf(podName: string): number | null {
  const digits = /^.+-(0|[1-9][0-9]{0,8})$/.exec(podName)?.[1];
  return digits === undefined ? null : Number(digits);
}
