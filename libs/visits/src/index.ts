export { acceptable, answerAsJsonOrHtml } from './acceptable';
export { visitsProblems } from './errors';
export { LastHour } from './chart/last-hour';
export { HistoryAnswers } from './history/history-answers';
export { isAhead, isVisit } from './is-visit';
export { PodIdentity } from './pod-identity';
export { problemPage, refreshAfter } from './problem-page';
export { docsPage } from './docs/docs-page';
export { histogramPath, pageLinks, pageLinksBack } from './page-links';
export { ApiReplica } from './relay/api-replica';
export { receiptHeaders } from './receipt-headers';
export {
  historyQuerySchema,
  identityFields,
  receiptSchema,
  replicaQuerySchema,
  type HistoryQuery,
  type ReplicaQuery,
} from './schemas';
export { VisitCount, type Count } from './visit-count';
export { VisitHistory } from './history/visit-history';
export { ReplicaRelay } from './relay/replica-relay';
export { historyAnswerSchema, type SetHistoryAnswer } from './set/set-schemas';
export { VisitRecorder } from './visit-recorder';
export { VisitsModule } from './visits.module';
