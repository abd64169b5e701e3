import { EXCUSES } from './excuses';
import { VIOLATIONS } from './violations';

/** Violated beats undecided; a warning changes no verdict. */
export type Severity = 'violated' | 'undecided' | 'warning';

export interface FindingKind {
  readonly severity: Severity;
  /** What it means, one sentence, shown before what was seen. */
  readonly title: string;
  /** What makes it happen. */
  readonly cause: string;
  /** Where to look next. */
  readonly look: string;
  /** What makes it go away. */
  readonly fix: string;
}

/** Every code that a report can hold. */
export const FINDINGS = { ...VIOLATIONS, ...EXCUSES } as const satisfies Record<string, FindingKind>;

export type FindingCode = keyof typeof FINDINGS;

export const FINDING_CODES = Object.keys(FINDINGS) as readonly FindingCode[];

export function findingKind(code: FindingCode): FindingKind {
  return FINDINGS[code];
}
