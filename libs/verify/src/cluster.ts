export { ClusterClient } from './targets/kubernetes/client';
export { planCluster, preflightCluster, rbacCluster } from './targets/kubernetes/commands/ask';
export { restoreCluster, type Restored } from './targets/kubernetes/commands/restore';
export { installOwnSet } from './targets/kubernetes/own-set/install';
export { Guard } from './targets/kubernetes/undo/guard';
export { restoreRun } from './targets/kubernetes/undo/restore';
export { verifyCluster } from './verify-cluster';
