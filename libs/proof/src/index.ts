export { type Files, type Moment, MOMENTS } from './bundle/bundle';
export { readBundleDirectory } from './bundle/directory';
export * from './bundle/facts';
export * from './bundle/observations';
export {
  FINDING_CODES,
  type FindingCode,
  type FindingKind,
  FINDINGS,
  type Severity,
} from './findings/registry';
export { INPUT_ERRORS, InputError, type InputErrorCode } from './input-error';
export { APPS, type Acked, type App, type Entry, type Header, type Intent } from './ledger/entry';
export { type Mark, type Outcome, type Probe, type Receipt, type Unanswered } from './ledger/entry';
export { formatEntry, formatHeader } from './ledger/format';
export type { Ledger, LedgerProblem, LedgerProblemKind, Visit } from './ledger/ledger';
export { expression, operands, type OperandSource } from './ledger/operands';
export { parseLedger } from './ledger/parse';
export { LedgerWriter } from './ledger/writer';
export { exitCode, formatReport, judge, JUDGE_VERSION, type JudgeOptions } from './report/judge';
export * from './report/schema';
export { type Floor, scenarioKind, type ScenarioKind, type ScenarioName, SCENARIOS } from './scenarios/table';
export { EXCUSED, LIES, type Plant } from './self-test/lies';
export { QUICK, selfTest, type SelfTestFailure, type SelfTestOptions, THOROUGH } from './self-test/self-test';
export { readVolume, type Volume } from './volume/volume';
