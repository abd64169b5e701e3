interface Kind {
  readonly message: string;
  readonly action: string;
}

/** Every way the journal can refuse, with what a person can do about it. The README's table is compared with it. */
export const JOURNAL_ERRORS = {
  opening: {
    message: 'The volume is still being opened.',
    action: 'Try again in a second.',
  },
  locked: {
    message: 'Another process holds the volume.',
    action: 'Wait until it ends, or stop it: a volume has one writer.',
  },
  'queue-full': {
    message: 'Too many visits wait for the disk.',
    action: 'Try again in a second; if it stays so, the disk is too slow for the load.',
  },
  'count-limit': {
    message: 'The count would pass 999999999999999, the largest that a volume holds.',
    action: 'Count on with a new volume, or correct visits.txt where another program wrote it.',
  },
  'disk-full': {
    message: 'The volume is full.',
    action: 'Free space or enlarge the claim; counting goes on by itself.',
  },
  'read-only': {
    message: 'The volume is read-only.',
    action: 'Look for disk errors in the node’s log; mount it read-write again.',
  },
  'permission-denied': {
    message: 'The volume does not let this process write.',
    action:
      'Let the process write what is named: chown it to the process’s user, or set fsGroup to its group.',
  },
  'not-a-file': {
    message: 'A name of the volume belongs to something that is no file.',
    action: 'Move it away; counting goes on by itself.',
  },
  'io-error': {
    message: 'The disk failed.',
    action: 'Look for disk errors in the node’s log; counting goes on when the disk is well again.',
  },
  stalled: {
    message: 'The disk does not answer.',
    action: 'Check the disk or the network storage; counting goes on when it answers.',
  },
  'volume-changed': {
    message: 'Somebody removed or replaced a file of the volume.',
    action:
      'Leave LOCK, visits.log and visits.txt alone while a process uses them; it opens them again by itself.',
  },
  'format-unknown': {
    message: 'The volume was written by a newer version.',
    action: 'Use that version or a later one; nothing was changed.',
  },
  'outcome-unknown': {
    message: 'The disk did not confirm the visit and could not take it back.',
    action: 'The visit may be counted or not: compare the count before you repeat it.',
  },
  closing: {
    message: 'The journal is closing.',
    action: 'Repeat the request: another process will take it.',
  },
  closed: {
    message: 'The journal is closed.',
    action: 'Repeat the request: another process will take it.',
  },
  'text-invalid': {
    message: 'A visit needs a text and a valid time.',
    action: 'Pass a string, and a Date between the years 0 and 9999.',
  },
} as const satisfies Record<string, Kind>;

export type JournalErrorCode = keyof typeof JOURNAL_ERRORS;

/** A visit that was refused, or the reason why the journal is not open. `message` is for people, `code` for programs. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
  readonly action: string;

  constructor(
    readonly code: JournalErrorCode,
    options: { detail?: string; cause?: unknown } = {},
  ) {
    const kind = JOURNAL_ERRORS[code];
    super(options.detail ? `${kind.message} ${options.detail}` : kind.message, { cause: options.cause });
    this.action = kind.action;
  }
}

/** Linux's "quota exceeded"; Node has no name for it and calls it UNKNOWN. */
const EDQUOT = -122;

const CODES: Record<string, JournalErrorCode> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EROFS: 'read-only',
  EACCES: 'permission-denied',
  EPERM: 'permission-denied',
  EFTYPE: 'not-a-file',
  ENOENT: 'volume-changed',
  ENOTDIR: 'volume-changed',
  ESTALE: 'volume-changed',
};

/** Names what a disk call rejected with. It looks at `code` only: across realms `instanceof Error` lies. */
export function asJournalError(error: unknown): JournalError {
  if (error instanceof JournalError) return error;
  const { code, errno, message } = (error ?? {}) as { code?: string; errno?: number; message?: string };
  const kind = errno === EDQUOT ? 'disk-full' : (CODES[code ?? ''] ?? 'io-error');
  return new JournalError(kind, { detail: message ? `(${message})` : undefined, cause: error });
}
