import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  displayName: 'crash:process',
  roots: ['<rootDir>/src'],
  // For a machine with other work: on an idle one most tests take seconds.
  testTimeout: 300_000,
  // Two of the files mostly wait for a minute to pass, so more run at once than there are cores.
  maxWorkers: 3,
};
