// The journal of one volume.
export { JOURNAL_ERRORS, JournalError, type JournalErrorCode } from './errors';
export { Journal } from './journal/journal';
export type { JournalState } from './journal/lifecycle';
export type { JournalObserver, JournalOptions } from './journal/options';
export type { JournalStatus } from './journal/status';
export { JOURNAL_OPTIONS, JournalModule } from './persistence.module';

// Looking at a volume: pages, the sidecar and the command line.
export { BoundedReads } from './reading/bounded-reads';
export { countsAt, type CountsAt } from './reading/counts-at';
export { type HistoryPlace, readVisits } from './reading/history';
export { readLines } from './reading/lines';
export { ReadError } from './reading/read-error';
export { readVolume } from './reading/reader';

// A full check, and what a person may change while nobody counts: the command line.
export { adoptCount } from './fsck/adopt';
export { checkVolume, type Progress, type VolumeCheck } from './fsck/check';
export { repairVolume } from './fsck/repair';

// The format: a visit and its line, the names and bounds, what is damaged.
export { parseLogLine } from './format/commit';
export type { Damage } from './format/judge';
export * as layout from './format/layout';
export { formatLine, type Visit } from './format/record';

// The seam to the disk, and why each is needed outside.
export { openVolume } from './volume/file'; // whoever reads or writes a volume begins with it
export type { Volume } from './volume/volume';
export { readSpace, type VolumeSpace } from './volume/space'; // health: will what is left last?
export { readStart, replaceFile, setAside } from './volume/transfer'; // cluster: peers.json is read and replaced as our files are
export { FOREIGN_ACTION } from './volume/view-file'; // health and the log say the same cure
