import { KINDS } from '../client';
import { type Need, union } from './need';
import type { RunScope } from './steps';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const VERBS = ['get', 'list', 'watch', 'create', 'patch', 'delete'];
const NAME = 'visits-verify';

/** One rule for all resources of a group that need the same verbs. */
function rulesOf(needs: readonly Need[]): Rule[] {
  const byResource = new Map<string, { group: string; resource: string; verbs: Set<string> }>();
  for (const { kind, subresource, verb } of union(needs)) {
    const { group, resource: plural } = KINDS[kind];
    const resource = plural + (subresource ? `/${subresource}` : '');
    const entry = byResource.get(`${group} ${resource}`) ?? { group, resource, verbs: new Set() };
    entry.verbs.add(verb);
    byResource.set(`${group} ${resource}`, entry);
  }
  const rules = new Map<string, { group: string; resources: string[]; verbs: string[] }>();
  for (const { group, resource, verbs } of byResource.values()) {
    const sorted = VERBS.filter((verb) => verbs.has(verb));
    const key = `${group} ${sorted.join()}`;
    const rule = rules.get(key) ?? { group, resources: [], verbs: sorted };
    rule.resources.push(resource);
    rules.set(key, rule);
  }
  return [...rules.values()]
    .sort((a, b) => a.group.localeCompare(b.group) || a.resources[0]!.localeCompare(b.resources[0]!))
    .map(({ group, resources, verbs }) => ({ apiGroups: [group], resources: resources.sort(), verbs }));
}

/**
 * A Role and a ClusterRole with what the steps need, as YAML. Where the run makes a namespace of its own, a Role has no
 * place to be: then the ClusterRole holds it all.
 */
export function rbacOf(needs: readonly Need[], { own, shared, namespace }: RunScope): string {
  const anywhere = own && !shared;
  const inside = needs.filter(({ kind }) => KINDS[kind].namespaced);
  const outside = needs.filter(({ kind }) => !KINDS[kind].namespaced);
  const role = manifest('Role', rulesOf(inside), namespace);
  const clusterRole = manifest('ClusterRole', rulesOf(anywhere ? needs : outside));
  return (anywhere ? [clusterRole] : [role, clusterRole]).join('---\n');
}

function manifest(kind: string, rules: readonly Rule[], namespace?: string): string {
  const list = (items: readonly string[]) => `[${items.map((item) => item || "''").join(', ')}]`;
  const lines = rules.flatMap(({ apiGroups, resources, verbs }) => [
    `  - apiGroups: ${list(apiGroups)}`,
    `    resources: ${list(resources)}`,
    `    verbs: ${list(verbs)}`,
  ]);
  return [
    ...['apiVersion: rbac.authorization.k8s.io/v1', `kind: ${kind}`, 'metadata:', `  name: ${NAME}`],
    ...(namespace ? [`  namespace: ${namespace}`] : []),
    ...(lines.length > 0 ? ['rules:', ...lines] : ['rules: []']),
    '',
  ].join('\n');
}
