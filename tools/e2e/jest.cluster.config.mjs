// Needs a cluster that may be used for tests: `npm run test:cluster`. Two files at once, each in namespaces of its own.
import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  displayName: 'cluster',
  roots: ['<rootDir>/src'],
  testPathIgnorePatterns: ['leftovers.spec.ts$'],
  testTimeout: 120_000,
  maxWorkers: 2,
  verbose: true,
};
