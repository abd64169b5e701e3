interface Kind {
  readonly message: string;
  readonly action: string;
}

/** Why something cannot be judged at all. What can be read in part is judged, and says what is missing. */
const INPUT_ERRORS = {
  'bundle-missing': {
    message: 'There is no bundle here.',
    action: 'Name the directory that holds ledger.log and volumes/.',
  },
  'bundle-unreadable': {
    message: 'A file of the bundle cannot be read.',
    action: 'Fetch the bundle again; nothing was changed.',
  },
  'ledger-unreadable': {
    message: 'ledger.log is no ledger.',
    action: 'Its first line begins with `visits-ledger 1`: fetch the file again.',
  },
  'ledger-version': {
    message: 'ledger.log was written by a newer version.',
    action: 'Judge it with that version or a later one; nothing was changed.',
  },
  'facts-unreadable': {
    message: 'facts.json is not what BUNDLE.md describes.',
    action: 'Fetch the file again, or judge the bundle without it: then less is claimed.',
  },
  'facts-version': {
    message: 'facts.json was written by a newer version.',
    action: 'Judge it with that version or a later one; nothing was changed.',
  },
} as const satisfies Record<string, Kind>;

export type InputErrorCode = keyof typeof INPUT_ERRORS;

export class InputError extends Error {
  override readonly name = 'InputError';
  readonly action: string;

  constructor(
    readonly code: InputErrorCode,
    options: { detail?: string; cause?: unknown } = {},
  ) {
    const kind = INPUT_ERRORS[code];
    super(options.detail ? `${kind.message} ${options.detail}` : kind.message, { cause: options.cause });
    this.action = kind.action;
  }
}
