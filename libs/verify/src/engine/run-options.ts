import type { FactsInput } from '@visits/proof';
import type { RunClock } from '../run-clock';
import type { Load, LoadOptions } from '../load/load';
import type { Target, TargetRun } from '../targets/target';
import type { Hooks, Profile, Selected } from './scenario';

/** So begins the limit that says why a run has not come to its end: it stands first in a report. */
export const ENDED_EARLY = 'The run was ended early';

export interface RunOptions {
  readonly run: string;
  readonly seed: string;
  readonly challenge: string;
  readonly profile: Profile;
  /** Visits a second around a disruption. */
  readonly rate: number;
  /** All, in their order; some are not to run. */
  readonly scenarios: readonly Selected[];
  readonly hooks: Hooks;
  readonly tool: FactsInput['tool'];
  /** The bundle's own directory; it exists and is empty. */
  readonly directory: string;
  readonly clock: RunClock;
  /** What others found that the run could not see; may still grow. */
  readonly limits: readonly string[];
  target(run: TargetRun): Target;
  load(options: LoadOptions): Load;
}

/** What a person sees of a run while it goes on. */
export interface RunEvents {
  /** A phase or a scenario begins; `done` of `all` are behind it. */
  onStep(name: string, done: number, all: number): void;
  onWaiting(what: string, why: string): void;
  onEnd(name: string, outcome: 'done' | 'stuck' | 'skipped', detail?: string): void;
  /** What is worth a line beside the steps. */
  onNote?(text: string): void;
}
