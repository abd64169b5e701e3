import cluster from './jest.cluster.config.mjs';

export default {
  ...cluster,
  displayName: 'e2e:leftovers',
  testMatch: ['**/leftovers.spec.ts'],
  testPathIgnorePatterns: [],
};
