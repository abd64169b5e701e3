import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  displayName: 'checks:linters',
  roots: ['<rootDir>/linters'],
  // The first run installs: kube-score alone is a minute of compiling.
  testTimeout: 600_000,
};
