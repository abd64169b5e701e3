import { CLUSTER_ERRORS } from '@visits/cluster';

/** The codes that this library adds to those of the service and of the journal. README's table is compared with it. */
export const visitsProblems = {
  'log-unreadable': {
    status: 503,
    title: 'The log can not be read',
    action: 'Look at the volume with `visits fsck`; counting may go on.',
  },
  'total-unknown': {
    status: 503,
    title: 'The total is not known yet',
    action: CLUSTER_ERRORS['total-unknown'].action,
  },
  'too-many-streams': {
    status: 503,
    title: 'Too many streams',
    detail: 'As many clients watch the total of this pod as it serves.',
    action: 'Try again, which may meet another pod, or ask for /total now and then.',
  },
  'not-a-sibling': {
    status: 403,
    title: 'Not a sibling',
    detail: 'Only a pod of the same set may say its last word here.',
    action: 'Send it from a pod that the headless Service names.',
  },
} as const;
