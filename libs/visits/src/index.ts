export { acceptable, answerAsJsonOrHtml } from './acceptable';
export { visitsProblems } from './errors';
export { sendHistory, type HistoryAnswer } from './history-answer';
export { isVisit, type RequestFacts } from './is-visit';
export { PodIdentity, type Identity } from './pod-identity';
export { problemPage } from './problem-page';
export { receiptHeaders } from './receipt-headers';
export {
  historyQuerySchema,
  historySchema,
  identityFields,
  problemSchema,
  receiptSchema,
  type HistoryQuery,
  type Receipt,
} from './schemas';
export { VisitCount, type Count } from './visit-count';
export { VisitHistory, type History } from './visit-history';
export { VisitRecorder, type RecordedVisit } from './visit-recorder';
export { VisitsModule } from './visits.module';
