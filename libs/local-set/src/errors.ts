/** What keeps a set from running, in one sentence and with its cure. */
export class LocalSetError extends Error {
  constructor(
    readonly code: LocalSetErrorCode,
    message: string,
    readonly action: string,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = 'LocalSetError';
  }
}

export type LocalSetErrorCode =
  | 'port-busy'
  | 'port-refused'
  | 'build-missing'
  | 'directory-unwritable'
  | 'set-running'
  | 'pods-left'
  | 'set-not-running'
  | 'pod-unknown'
  | 'pod-down'
  | 'prometheus-missing'
  | 'prometheus-failed';

/** Node's own errors fail `instanceof Error` across Jest's realms: ask for the code alone. */
export function errnoOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}
