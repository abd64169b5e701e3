import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  displayName: 'checks:openapi',
  roots: ['<rootDir>/openapi'],
  // The first run installs Schemathesis.
  testTimeout: 600_000,
  maxWorkers: 1,
};
