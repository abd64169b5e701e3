import preset from '../../jest.preset.mjs';

const bundle = '<rootDir>/test/bundle.mjs';

// These suites mostly wait for processes: side by side they take half the time.
export default {
  ...preset,
  displayName: 'cli',
  maxWorkers: 2,
  globalSetup: bundle,
  globalTeardown: bundle,
};
