export { renderBundle } from './complete-bundle';
export type { Seen } from './bundle/observations';
export { type Allowance, ALLOWANCES, assertMayWrite } from './consent';
export { VerifyError } from './errors';
export type { RunEvents } from './engine/run-options';
export { explain } from './explain';
export { type Judged, judgeDirectory } from './judge-directory';
export { planLocal } from './plan-local';
export { render, views } from './report/render';
export { textOf } from './report/text';
export type { Hooks, Profile } from './engine/scenario';
export { scenarios } from './scenarios';
export { attachWriter, runWriter } from './load/writer-process';
export type { Manifest } from './targets/kubernetes/own-set/own-objects';
export type { Leftover } from './targets/kubernetes/undo/leftover';
export { verifyLocal } from './verify-local';

/** The side of clusters, loaded only when it is needed: it is larger than all the rest. */
export const loadCluster = () => import('./cluster');
