/** One way of counting: a visit's number once it is kept as well as this way ever keeps it. */
export type Counter = () => number | Promise<number>;

export const TEXT = '17:57:25 Europe/Moscow';

/** The line that the counters keep for each visit. */
export const lineOf = (n: number): string => `${new Date().toISOString()} ${n} ${TEXT}`;
