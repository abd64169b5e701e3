import type { App } from '@visits/proof';
import type { Stage } from './stage';

export type Level = 'read' | 'write' | 'disturb' | 'hazard';
export type Profile = 'quick' | 'full';

/** Commands of the user's own, for what a process cannot do to its disk. */
export interface Hooks {
  readonly powerCut?: string;
  readonly powerRestore?: string;
  readonly fill?: string;
}

export interface Setup {
  readonly where: 'local' | 'cluster';
  /** The run's own: nobody else's data is at stake. */
  readonly own: boolean;
  /** Its claims go with its pods, or with the set. */
  readonly deletesClaims?: { readonly scaled: boolean; readonly deleted: boolean };
  /** The cluster lets no second pod have a claim (ReadWriteOncePod). */
  readonly onePodOnly?: boolean;
  readonly profile: Profile;
  readonly apps: readonly App[];
  readonly replicas: number;
  readonly hooks: Hooks;
}

/** One thing that is done to a set. What it proves is the judge's business. */
export interface Scenario {
  readonly name: string;
  readonly level: Level;
  /** In one line, for people. */
  readonly does: string;
  readonly heldWhen: string;
  /** `full`: the load's full rate; `disrupted`: that from two seconds before to three seconds after it. */
  readonly load: 'calm' | 'full' | 'disrupted';
  /** Where it makes sense; without it everywhere. */
  readonly where?: Setup['where'];
  /** On a cluster it is of the full profile only. */
  readonly long?: boolean;
  /** Why it cannot run here, and what it needs. */
  unmet?(setup: Setup): string | null;
  /** What it changes, one line each, as `plan` prints it. */
  changes(setup: Setup): readonly string[];
  act(stage: Stage): Promise<void>;
  /** Looks again when the load has ended and everything is quiet. */
  atEnd?(stage: Stage): Promise<void>;
}

/** A scenario, and whether a run has it. */
export interface Selected {
  readonly scenario: Scenario;
  /** It was asked for by its name: a skip is then undecided. */
  readonly named: boolean;
  /** Why it does not run. */
  readonly skipped?: string;
}
