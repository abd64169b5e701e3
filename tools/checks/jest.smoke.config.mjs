import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  displayName: 'checks:smoke',
  roots: ['<rootDir>/smoke'],
  // The first run fetches the other Node.
  testTimeout: 600_000,
};
