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
