import { type FindingCode } from '../../src/findings/registry';
import { type JudgeOptions } from '../../src/report/judge';
import { type History } from './history';

/** Two neighbours: a history that must be found, and the nearest one that must not. */
export interface Case {
  readonly code: FindingCode;
  readonly name?: string;
  readonly with?: (history: History) => unknown;
  readonly fires: (history: History) => unknown;
  /** What else this history breaks; nothing, unless it is said. */
  readonly also?: readonly FindingCode[];
  readonly spares: (history: History) => unknown;
  /** What the nearest history breaks nevertheless. */
  readonly alsoSpared?: readonly FindingCode[];
  readonly options?: { readonly fires: JudgeOptions; readonly spares: JudgeOptions };
}
