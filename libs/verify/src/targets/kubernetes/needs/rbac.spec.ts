import { parseAllDocuments } from 'yaml';
import { scenarios } from '../../../scenarios';
import { planRow } from './plan';
import { rbacOf } from './rbac';
import { type RunScope, SCENARIO_STEPS, stepsOf } from './steps';

const set = { app: 'clock', name: 'clock', replicas: 3, readyMs: 60_000, stopMs: 30_500 } as const;
const found: RunScope = { own: false, shared: true, exec: true, namespace: 'lab', sets: [set] };
const own: RunScope = { own: true, shared: false, exec: true, namespace: 'visits-verify-RUN', sets: [set] };

interface Role {
  readonly kind: string;
  readonly metadata: { readonly namespace?: string };
  readonly rules: readonly {
    readonly apiGroups: string[];
    readonly resources: string[];
    readonly verbs: string[];
  }[];
}

function rolesFor(scope: RunScope, ...names: string[]): Role[] {
  const chosen = names.map((name) => ({ name, level: 'disturb' as const }));
  const needs = stepsOf(scope, chosen).flatMap((step) => step.needs);
  return parseAllDocuments(rbacOf(needs, scope)).map((document) => document.toJS() as Role);
}

const verbs = (role: Role | undefined, resource: string) =>
  role?.rules.find(({ resources }) => resources.includes(resource))?.verbs ?? [];

it('each scenario that disturbs a cluster has its steps', () => {
  const disturbing = scenarios.filter(
    ({ where, level }) => where !== 'local' && level !== 'read' && level !== 'write',
  );
  expect(disturbing.map(({ name }) => name).filter((name) => !(name in SCENARIO_STEPS))).toEqual([]);
});

it('a set that is there: a Role in its namespace, and a ClusterRole that only looks', () => {
  const [role, clusterRole] = rolesFor(found, 'persistence');
  expect(role).toMatchObject({ kind: 'Role', metadata: { namespace: 'lab' } });
  expect(clusterRole).toMatchObject({ kind: 'ClusterRole' });
  for (const rule of clusterRole!.rules)
    for (const verb of rule.verbs) expect(['get', 'list']).toContain(verb);
});

it.each([
  [['identity'], { statefulsets: ['get', 'list', 'watch', 'patch'], nodes: ['get', 'list'] }],
  [
    ['recreate'],
    { statefulsets: ['get', 'list', 'watch', 'create', 'patch', 'delete'], nodes: ['get', 'list'] },
  ],
  [['drain'], { 'pods/eviction': ['create'], nodes: ['get', 'list', 'patch'] }],
])('%j needs what it does, and no more', (names, expected) => {
  const [role, clusterRole] = rolesFor(found, ...names);
  for (const [resource, wanted] of Object.entries(expected))
    expect([resource, verbs(resource === 'nodes' ? clusterRole : role, resource)]).toEqual([
      resource,
      wanted,
    ]);
  if (!names.includes('drain')) expect(verbs(role, 'pods/eviction')).toEqual([]);
});

it('without exec, pods of its own and their logs in its place', () => {
  const [role] = rolesFor({ ...found, exec: false }, 'persistence', 'fill');
  expect(verbs(role, 'pods/exec')).toEqual([]);
  expect(verbs(role, 'pods')).toEqual(['get', 'list', 'watch', 'create', 'delete']);
  expect([verbs(role, 'pods/log'), verbs(role, 'pods/portforward')]).toEqual([['get'], ['get', 'create']]);
});

it('without exec, no row of the plan runs a command in a pod, and each wait has its deadline', () => {
  const rows = stepsOf({ ...found, exec: false }, [{ name: 'fill', level: 'hazard' }]).map(planRow);
  const beside = rows.filter(([, , change]) => change.includes('beside a') || change.includes('beside each'));
  expect(beside.map(([scenario, , , deadline]) => [scenario, deadline])).toEqual([
    ['run', '120s'],
    ['fill', '60s'],
  ]);
  expect(rows.map(([, , change]) => change).join('\n')).not.toContain(' exec ');
});

it('a namespace of its own: all in one ClusterRole, for there is no place yet for a Role', () => {
  const roles = rolesFor(own, 'persistence');
  expect(roles).toHaveLength(1);
  expect(verbs(roles[0], 'namespaces')).toEqual(['get', 'create', 'delete']);
});

it('never more than is named: no wildcard, no secret, nobody else’s rights', () => {
  const everything = [own, found].flatMap((scope) => rolesFor(scope, ...Object.keys(SCENARIO_STEPS)));
  const rules = everything.flatMap((role) => role.rules);
  for (const { apiGroups, resources, verbs: all } of rules) {
    expect([...apiGroups, ...resources, ...all]).not.toContain('*');
    expect(apiGroups).not.toContain('rbac.authorization.k8s.io');
    expect(resources).not.toContain('secrets');
  }
});

it('the plan names the call, its deadline and its permission', () => {
  const [step] = stepsOf(found, [{ name: 'persistence', level: 'disturb' }]).filter(
    ({ scenario }) => scenario === 'persistence',
  );
  expect(planRow(step!)).toEqual([
    ...['persistence', 'disturb', 'kubectl -n lab delete pod clock-2', '91s', 'delete pods'],
  ]);
});
