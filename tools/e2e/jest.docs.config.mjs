import cluster from './jest.cluster.config.mjs';

/** The pages name their namespaces, so they have the cluster for themselves, one after the other. */
export default {
  ...cluster,
  displayName: 'e2e:docs',
  testPathIgnorePatterns: [],
  testMatch: ['**/docs.spec.ts'],
  maxWorkers: 1,
};

export const followedBy = 'jest.verify.config.mjs';
