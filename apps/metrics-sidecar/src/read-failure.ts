/** Why a read of the volume gave no numbers: the only values of the label `reason`, so that it cannot grow. */
export const readFailures = [
  'missing',
  'permission',
  'io-error',
  'format-unknown',
  'damaged',
  'timeout',
] as const;
export type ReadFailure = (typeof readFailures)[number];

/** The reason of any thrown value; what nobody foresaw is an `io-error`. Tests `code`, never `instanceof`. */
export function readFailureOf(error: unknown): ReadFailure {
  const code = (error as { code?: unknown } | null)?.code;
  return readFailures.find((reason) => reason === code) ?? 'io-error';
}
