import { select, type Selection } from './scenarios/selection';
import { PLAN_COLUMNS } from './plan-columns';
import { LOCAL_CHANGE_MS } from './targets/local-target';

/** What `verify local` would change, in the columns of a cluster's plan. */
export function planLocal(selection: Selection): readonly (readonly string[])[] {
  const setup = {
    ...({ where: 'local', own: true, profile: 'full' } as const),
    ...({ apps: ['clock', 'calculator'], replicas: 3, hooks: {} } as const),
  };
  const deadline = `${Math.ceil(LOCAL_CHANGE_MS / 1_000)}s`;
  const rows = select(selection, setup).flatMap(({ scenario, skipped }) => {
    const { name, level } = scenario;
    if (skipped !== undefined) return [[name, level, `skipped: ${skipped}`, '-', '-']];
    const changes = scenario.changes(setup);
    if (changes.length === 0) return [[name, level, 'changes nothing', '-', '-']];
    return changes.map((change) => [name, level, change, deadline, 'none: processes of its own']);
  });
  return [PLAN_COLUMNS, ...rows];
}
