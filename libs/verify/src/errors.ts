/** Why a run, or a look at one, cannot be: nothing was changed. One sentence, and what to do. */
export class VerifyError extends Error {
  constructor(
    readonly code: VerifyErrorCode,
    message: string,
    readonly action: string,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = 'VerifyError';
  }
}

export type VerifyErrorCode =
  | 'scenario-unknown'
  | 'scenario-none'
  | 'code-unknown'
  | 'directory-not-empty'
  | 'bundle-exists'
  | 'bundle-missing'
  | 'bundle-unreadable'
  | 'profile-unknown'
  | 'set-foreign'
  | 'cluster-unconfigured'
  | 'cluster-unreachable'
  | 'cluster-forbidden'
  | 'cluster-refused'
  | 'set-missing'
  | 'set-taken'
  | 'consent-missing'
  | 'preflight-failed'
  | 'namespace-foreign'
  | 'run-missing'
  | 'run-alive';
