interface Kind {
  readonly message: string;
  readonly action: string;
}

/** Every way the cluster can refuse, with what a person can do about it. */
export const CLUSTER_ERRORS = {
  'total-unknown': {
    message: 'The total is not known yet.',
    action:
      'Try again in a second. A pod on a new volume first hears from its siblings; see /peers for those that do not answer.',
  },
  'total-too-large': {
    message: 'The total is larger than an exact number can be.',
    action: 'Find the wrong count in /replicas, stop all pods, and delete peers.json on each volume.',
  },
  'bad-answer': {
    message: 'A sibling sent what is no map of replicas.',
    action: 'See which version runs at that address.',
  },
  'map-foreign': {
    message: 'peers.json is not ours.',
    action: 'It was set aside; nothing needs to be done, but find out what else writes on the volume.',
  },
  'map-unwritable': {
    message: 'The map of replicas would not be readable again.',
    action:
      'Correct what it names, in replica.json or in the settings of the pod; peers.json was left as it is.',
  },
  'map-format-unknown': {
    message: 'peers.json was written by a newer version.',
    action: 'Use that version or a later one; nothing was changed.',
  },
} as const satisfies Record<string, Kind>;

export type ClusterErrorCode = keyof typeof CLUSTER_ERRORS;

export class ClusterError extends Error {
  override readonly name = 'ClusterError';
  readonly action: string;

  constructor(
    readonly code: ClusterErrorCode,
    options: { detail?: string; cause?: unknown } = {},
  ) {
    const kind = CLUSTER_ERRORS[code];
    super(options.detail ? `${kind.message} ${options.detail}` : kind.message, { cause: options.cause });
    this.action = kind.action;
  }
}
