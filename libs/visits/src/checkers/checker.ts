/**
 * How one of those names itself that look whether a site lives: a mark that its user agent holds, in any case, and where
 * that stands. The mark is text, not a pattern, so that a row can be read, and checked, alone.
 */
export type Checker = readonly [mark: string, source: string];
