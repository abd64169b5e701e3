import { VerifyError } from './errors';
import type { Scenario, Selected } from './engine/scenario';

/** What `--allow` takes: `disturb` for all that is of that level, and each hazard by its own word. */
export const ALLOWANCES = ['disturb', 'recreate', 'force', 'fill', 'drain', 'power'] as const;
export type Allowance = (typeof ALLOWANCES)[number];

export interface Consent {
  /** A set of the run's own: what happens to it harms nobody. */
  readonly own: boolean;
  readonly allow: readonly Allowance[];
}

/** These reach beyond the set: a node's other pods, a disk. */
const NEVER_IMPLIED: readonly string[] = ['drain', 'power'] satisfies Allowance[];

/** Why a scenario may not run, and the flag that lets it; null where it may. */
export function withheld(
  { name, level }: Pick<Scenario, 'name' | 'level'>,
  { own, allow }: Consent,
): string | null {
  if (level === 'read' || level === 'write') return null;
  const word = level === 'disturb' ? 'disturb' : name;
  if (allow.some((one) => one === word)) return null;
  if (own && !NEVER_IMPLIED.includes(word)) return null;
  const why = level === 'disturb' ? 'it disturbs the set' : 'it is a hazard';
  return `${why} (give --allow ${word})`;
}

/**
 * A run visits the set, and its visits are counted for ever: nobody's set is written to without a word. `typed`: what a
 * person typed on a terminal, where there is one.
 */
export function assertMayWrite(
  set: string,
  { own, yes, typed }: { own: boolean; yes: boolean; typed?: string },
): void {
  if (own || yes || typed?.trim().replace(/^sts\//, '') === set) return;
  throw new VerifyError(
    'consent-missing',
    typed === undefined
      ? `The run would visit sts/${set}, and its visits stay counted there.`
      : `That is not the name of the set: sts/${set} is not touched.`,
    'Give --yes, or type its name on a terminal. What would be done: visits verify plan',
  );
}

/** The selection, where what may not run is skipped with its reason. */
export function consented(selected: readonly Selected[], consent: Consent): Selected[] {
  return selected.map((one) => {
    const reason = one.skipped === undefined ? withheld(one.scenario, consent) : null;
    return reason === null ? one : { ...one, skipped: reason };
  });
}
