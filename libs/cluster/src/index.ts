export { Cluster, type ClusterOptions } from './cluster';
export { ClusterModule } from './cluster.module';
export { systemSearchList } from './discovery';
export { DnsLookup, type LookedUp } from './dns-lookup';
export { CLUSTER_ERRORS, ClusterError, type ClusterErrorCode } from './errors';
export { ordinalOf } from './identity';
export type {
  ClusterEvent,
  Duplicate,
  MapProblem,
  PeerReason,
  PeersView,
  PeerState,
  PeerView,
} from './peers-view';
export type {
  Asked,
  AskReason,
  Discovered,
  Discovery,
  DiscoveryFailure,
  DiscoveryReason,
  Farewell,
  Self,
  SetName,
  Sibling,
  SiblingAnswer,
  Time,
  Transport,
} from './ports';
export { MAX_REPLICAS, MAX_VISITS, merge, sum, type ReplicaEntry, type ReplicaMap } from './replica-map';
export {
  encodeSiblingAnswer,
  farewellSchema,
  MAX_ANSWER_BYTES,
  parseFarewell,
  parseSiblingAnswer,
  siblingAnswerSchema,
} from './replica-schema';
export type { Source, Total, TotalReplica } from './total';
