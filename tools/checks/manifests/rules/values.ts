import { quantity } from '../quantity';
import { type Rule } from './rule';

/** Words that the API server knows and a schema does not check. */
const words: Record<string, readonly string[]> = {
  accessModes: ['ReadWriteOnce', 'ReadWriteMany', 'ReadWriteOncePod'],
  podManagementPolicy: ['Parallel', 'OrderedReady'],
  imagePullPolicy: ['IfNotPresent'],
  restartPolicy: ['Always'],
  whenDeleted: ['Retain'],
  whenScaled: ['Retain'],
  whenUnsatisfiable: ['ScheduleAnyway'],
  fsGroupChangePolicy: ['OnRootMismatch', 'Always'],
  recursiveReadOnly: ['IfPossible'],
  unhealthyPodEvictionPolicy: ['AlwaysAllow', 'IfHealthyBudget'],
  policyTypes: ['Ingress', 'Egress'],
  protocol: ['TCP', 'UDP'],
};
const types: Record<string, readonly string[]> = {
  Service: ['ClusterIP', 'LoadBalancer', 'NodePort'],
  StatefulSet: ['RollingUpdate', 'OnDelete', 'RuntimeDefault'],
};

export const values: Rule = {
  name: 'words and quantities are such as the API server takes (schemas do not look)',
  *check({ objects }) {
    for (const object of objects)
      yield* inside(object, `${object.kind}/${object.metadata?.name}`, `${object.kind}`);
  },
};

function* inside(value: unknown, path: string, kind: string): Iterable<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    const place = `${path}.${key}`;
    const allowed = key === 'type' ? types[kind] : words[key];
    if (allowed) {
      for (const word of [item].flat()) if (!allowed.includes(word)) yield `${place} is ${word}`;
    } else if (key === 'requests' || key === 'limits') {
      for (const [what, amount] of Object.entries(item)) {
        if (!(quantity(amount) > 0)) yield `${place}.${what} is ${amount}`;
      }
    } else if (key !== 'data') yield* inside(item, place, kind);
  }
}
