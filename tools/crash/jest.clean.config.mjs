import preset from '../../jest.preset.mjs';

/** One file after the other: what a run may say depends on how much it could do. */
export default {
  ...preset,
  displayName: 'crash:clean',
  roots: ['<rootDir>/clean'],
  // For a machine with other work, and for hundreds of runs (RUNS): on an idle one twenty take minutes.
  testTimeout: 7_200_000,
  maxWorkers: 1,
};
