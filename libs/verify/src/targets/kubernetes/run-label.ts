/** Everything that a run makes carries it, so that what is left of one can be found and removed. */
export const RUN_LABEL = 'visits.dev/verify-run';

export const labelsOf = (run: string): Record<string, string> => ({ [RUN_LABEL]: run });

/** As kubectl's -l has it. */
export const selectorOf = (run: string): string => `${RUN_LABEL}=${run}`;
