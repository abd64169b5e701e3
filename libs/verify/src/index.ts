export { renderBundle } from './bundle/complete';
export type { Seen } from './bundle/observations';
export { type Allowance, ALLOWANCES, assertMayWrite } from './consent';
export { VerifyError, type VerifyErrorCode } from './errors';
export type { RunEvents } from './engine/run-options';
export { explain } from './explain';
export { type Judged, judgeDirectory } from './judge-directory';
export { planLocal } from './plan-local';
export { render, type View, views } from './report/render';
export { type Paint, textOf } from './report/text';
export { scenarios, type Hooks, type Profile, type Scenario } from './scenarios';
export { select, type Selected, type Selection } from './scenarios/selection';
export type { VerifyClusterOptions, VerifyClusterResult } from './verify-cluster';
export { attachWriter, runWriter, type WriterProcessOptions } from './load/writer-process';
export type { Manifest } from './targets/kubernetes/own-set/own-objects';
export type { Leftover } from './targets/kubernetes/undo/leftover';
export { verifyLocal, type VerifyLocalOptions, type VerifyLocalResult } from './verify-local';

/** The side of clusters, loaded only when it is needed: it is larger than all the rest. */
export const loadCluster = () => import('./cluster');
