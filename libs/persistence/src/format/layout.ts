/** The names and bounds of a volume. FORMAT.md lists them for readers in other languages; a spec compares both. */
export const FORMAT = 1;

export const LOG = 'visits.log';
export const PREVIOUS_LOG = 'visits.log.1';
export const TORN = 'visits.log.torn';
export const VIEW = 'visits.txt';
export const REPLICA = 'replica.json';
/** The other replicas' counts; libs/cluster reads and writes it. */
export const PEERS = 'peers.json';
export const LOCK = 'LOCK';
export const PROBE = 'visits.probe';

/** A visit's text, as UTF-8, before escaping. */
export const MAX_TEXT_BYTES = 512;
/** One commit with its trailer. It bounds the search for the last commit, and a torn tail. */
export const MAX_COMMIT_BYTES = 65_536;
/** `visits.log.torn` starts anew rather than grow beyond it. */
export const MAX_TORN_BYTES = 1_048_576;
/** A count has at most so many digits: it stays an exact number in every language, and the view one atomic write. */
export const MAX_COUNT_DIGITS = 15;
/** The largest count that is written, and so the largest that is read: beyond it nothing is counted, adopted or believed. */
export const MAX_COUNT = 999_999_999_999_999;
/** Visits that may wait for their commit; more are refused with `queue-full`. */
export const MAX_QUEUED_VISITS = 16_384;
/** Both log files together by default: 60 % of the volume, at most so many bytes. */
export const MAX_DEFAULT_KEEP_BYTES = 67_108_864;
