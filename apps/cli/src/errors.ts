import type { LocalSetErrorCode } from '@visits/local-set';

/** Anything that ends the program with one sentence for people and exit code 1. */
export class CliError extends Error {
  constructor(
    readonly code: CliErrorCode,
    message: string,
    readonly action: string,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = 'CliError';
  }
}

export type CliErrorCode =
  | LocalSetErrorCode
  | 'volume-unreadable'
  | 'not-adopted'
  | 'url-invalid'
  | 'not-listening'
  | 'not-answered'
  | 'total-unknown'
  | 'service-unnamed';

/** Node's own errors fail `instanceof Error` across Jest's realms: ask for the code alone. */
export function errnoOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}
