import cluster from './jest.cluster.config.mjs';

/** Behind all others, one at a time. */
export default {
  ...cluster,
  displayName: 'e2e:verify',
  testPathIgnorePatterns: [],
  testMatch: ['**/verify.spec.ts', '**/verify-{full,sets,ends}.spec.ts'],
  maxWorkers: 1,
};

/** What the suite may have left behind is looked at once all of its files have ended. */
export const followedBy = 'jest.leftovers.config.mjs';
