import { asJournalError, type JournalErrorCode } from '../errors';

/** Why a volume could not be read: few fixed words, fit for a metric's label. */
export type ReadErrorCode = 'missing' | 'permission' | 'io-error' | 'format-unknown' | 'damaged';

const READ_ACTIONS: Record<ReadErrorCode, string> = {
  missing: 'Look whether the volume is mounted and DATA_DIR names it.',
  permission: 'Let the reader’s user read the directory: the same fsGroup as the app.',
  'io-error': 'Look for disk errors in the node’s log.',
  'format-unknown': 'Use the version that wrote the volume, or a later one.',
  damaged: 'Look at the log with `visits fsck`; nothing on the volume tells the count.',
};

/** A reading that failed: no number is better than a made-up one. */
export class ReadError extends Error {
  override readonly name = 'ReadError';
  readonly action: string;

  constructor(
    readonly code: ReadErrorCode,
    message: string,
    options: { cause?: unknown } = {},
  ) {
    super(message, options);
    this.action = READ_ACTIONS[code];
  }
}

const REASONS: Partial<Record<JournalErrorCode, ReadErrorCode>> = {
  'volume-changed': 'missing',
  'permission-denied': 'permission',
  'format-unknown': 'format-unknown',
  'not-a-file': 'damaged',
};

export function asReadError(error: unknown): ReadError {
  if (error instanceof ReadError) return error;
  const { code, message } = asJournalError(error);
  const reason = REASONS[code] ?? 'io-error';
  // To a reader nobody removed anything: it may simply not be there yet.
  const detail =
    reason === 'missing' ? `There is no volume here. (${String((error as Error).message)})` : message;
  return new ReadError(reason, detail, { cause: error });
}
