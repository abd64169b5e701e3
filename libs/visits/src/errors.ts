import { CLUSTER_ERRORS } from '@visits/cluster';

/** The codes that this library adds to those of the service and of the journal. The table in docs/reference.md is compared with it. */
export const visitsProblems = {
  'log-unreadable': {
    status: 503,
    title: 'The log cannot be read',
    action: 'Look at the volume with `visits fsck`; counting may go on.',
  },
  'total-unknown': {
    status: 503,
    title: 'The total is not known yet',
    action: CLUSTER_ERRORS['total-unknown'].action,
  },
  'total-too-large': {
    status: 503,
    title: 'The total is too large',
    action: CLUSTER_ERRORS['total-too-large'].action,
  },
  'too-many-streams': {
    status: 503,
    title: 'Too many streams',
    detail: 'As many clients watch the total of this pod as it serves.',
    action: 'Try again, which may meet another pod, or ask for /total now and then.',
  },
  'replica-unknown': {
    status: 404,
    title: 'No such replica',
    detail: 'No such replica is known here.',
    action: 'See /total for the replicas of this set.',
  },
  'replica-unreachable': {
    status: 503,
    title: 'Its pod does not answer',
    detail: 'The pod of that replica does not answer.',
    action: 'Try again in a second, or ask its pod itself; see /peers for what is wrong with it.',
  },
  'line-not-kept': {
    status: 404,
    title: 'No such line',
    detail: 'This volume keeps no line of that number.',
    action: 'See the log for the oldest and the newest line that are kept.',
  },
  'not-a-sibling': {
    status: 403,
    title: 'Not a sibling',
    detail: 'Only a pod of the same set may report its final count here.',
    action: 'Send it from a pod that the headless Service names.',
  },
} as const;
