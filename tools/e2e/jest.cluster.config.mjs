// Needs a cluster that may be used for tests: `npm run test:cluster`. Three files at once, each in namespaces of its own: they mostly wait.
import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  displayName: 'cluster',
  roots: ['<rootDir>/src'],
  testPathIgnorePatterns: ['leftovers.spec.ts$'],
  testTimeout: 120_000,
  maxWorkers: 3,
  verbose: true,
};
