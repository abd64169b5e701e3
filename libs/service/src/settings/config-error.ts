export interface ConfigProblem {
  readonly name: string;
  readonly detail: string;
  readonly action: string;
}

/** Every wrong setting at once, each with its cure. */
export class ConfigError extends Error {
  readonly code = 'config-invalid';
  readonly action = 'Correct the settings listed above and start again.';

  constructor(readonly problems: readonly ConfigProblem[]) {
    super(problems.length === 1 ? 'One setting is wrong' : `${problems.length} settings are wrong`);
    this.name = 'ConfigError';
  }

  /** The text for people: one line a problem. */
  report(): string {
    return [`${this.message}:`, ...this.problems.map((p) => `  ${p.name}: ${p.detail}; ${p.action}.`)].join(
      '\n',
    );
  }
}
