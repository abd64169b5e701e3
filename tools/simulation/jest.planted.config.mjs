import preset from '../../jest.preset.mjs';

/** Each bug is a simulation of its own. */
export default {
  ...preset,
  displayName: 'simulation:planted',
  roots: ['<rootDir>/planted/hunt'],
  testTimeout: 300_000,
  maxConcurrency: 2,
};
