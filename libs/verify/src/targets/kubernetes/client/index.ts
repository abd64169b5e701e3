export { type Access, canI, resourceOf } from './access';
export { FIELD_MANAGER, type Known } from './calls';
export { ClusterClient, unrecorded } from './cluster-client';
export type { ClusterChoice } from './config';
export { ClusterError, isGone, isThere } from './errors';
export type { Ended, ExecPlace } from './exec';
export { type Kind, KINDS, nameOf, type ObjectOf, type Ref } from './kinds';
export type { Watched } from './watched';
