import preset from '../../jest.preset.mjs';

/** One after the other: what a run may say depends on how much it could do. */
export default {
  ...preset,
  displayName: 'crash:lies',
  roots: ['<rootDir>/lies'],
  testPathIgnorePatterns: ['/plants/'],
  // For a machine with other work: on an idle one each takes a tenth of it.
  testTimeout: 300_000,
  maxWorkers: 1,
};
