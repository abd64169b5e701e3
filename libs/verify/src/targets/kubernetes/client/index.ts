export { type Access, canI, resourceOf } from './access';
export { type CallNote, type DeleteOptions, FIELD_MANAGER, type Known } from './calls';
export { ClusterClient, type Recorder, unrecorded } from './cluster-client';
export type { ClusterChoice } from './config';
export { ClusterError, isGone, isThere } from './errors';
export type { Ended, ExecPlace, Running } from './exec';
export { type Kind, KINDS, nameOf, type ObjectOf, type Ref } from './kinds';
export type { Watched, WatchScope } from './watched';
