// Not jest.config.mjs: `nx test` must not find it. The suite needs the bundles and minutes: `npm run test:process`.
import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  displayName: 'process',
  roots: ['<rootDir>/src'],
  // For a machine with other work: on an idle one most tests take seconds.
  testTimeout: 300_000,
  // Two of the files mostly wait for a minute to pass, so more run at once than there are cores.
  maxWorkers: 3,
};
