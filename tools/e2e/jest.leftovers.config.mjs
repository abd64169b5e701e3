// What the cluster suite may have left behind: looked at once all of its files have ended.
import cluster from './jest.cluster.config.mjs';

export default {
  ...cluster,
  displayName: 'leftovers',
  testMatch: ['**/leftovers.spec.ts'],
  testPathIgnorePatterns: [],
};
