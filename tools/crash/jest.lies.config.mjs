import preset from '../../jest.preset.mjs';

/** One after the other: what a run may say depends on how much it could do. */
export default {
  ...preset,
  displayName: 'crash:lies',
  roots: ['<rootDir>/lies'],
  testPathIgnorePatterns: ['/plants/'],
  // For a machine with other work, on which a run may have to be made three times: on an idle one each takes a thirtieth.
  testTimeout: 900_000,
  maxWorkers: 1,
};
