/** The codes that this library adds to those of the service and of the journal. README's table is compared with it. */
export const visitsProblems = {
  'log-unreadable': {
    status: 503,
    title: 'The log can not be read',
    action: 'Look at the volume with `visits fsck`; counting may go on.',
  },
} as const;
