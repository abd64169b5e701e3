import { VerifyError } from '../errors';
import { nearest } from '../nearest';
import type { Selected, Setup } from '../engine/scenario';
import { scenarios as all } from './index';

export interface Selection {
  /** Names or globs. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
}

/** All scenarios in their order, each with whether it runs. Throws VerifyError for a pattern that fits none. */
export function select({ only = [], skip = [] }: Selection, setup: Setup): Selected[] {
  for (const pattern of [...only, ...skip]) assertKnown(pattern);
  const here = all.filter(({ name, where }) => !where || where === setup.where || only.includes(name));
  const selected = here.map((scenario): Selected => {
    const { name } = scenario;
    const named = only.includes(name);
    if (only.length > 0 && !only.some((pattern) => fits(pattern, name)))
      return { scenario, named, skipped: 'not selected' };
    if (skip.some((pattern) => fits(pattern, name)))
      return { scenario, named, skipped: 'left out by --skip' };
    if (scenario.where && scenario.where !== setup.where)
      return {
        scenario,
        named,
        skipped: `it is for ${scenario.where === 'local' ? 'this machine' : 'a cluster'}`,
      };
    if (scenario.long && setup.where === 'cluster' && setup.profile === 'quick' && !named)
      return { scenario, named, skipped: 'not in the quick profile (give --profile full)' };
    const unmet = scenario.unmet?.(setup) ?? null;
    return unmet === null ? { scenario, named } : { scenario, named, skipped: unmet };
  });
  if (selected.some(({ skipped, named }) => skipped === undefined || named)) return selected;
  throw new VerifyError('scenario-none', 'No scenario is left to run.', 'See: visits verify list');
}

function assertKnown(pattern: string): void {
  if (all.some(({ name }) => fits(pattern, name))) return;
  const known = all.map(({ name }) => name);
  throw new VerifyError(
    'scenario-unknown',
    `There is no scenario ${JSON.stringify(pattern)}; the nearest is ${nearest(pattern, known)}.`,
    'See: visits verify list',
  );
}

/** `*` stands for any characters. */
function fits(pattern: string, name: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}
