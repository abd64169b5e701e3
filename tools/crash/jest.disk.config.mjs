// Needs root and loop devices: `npm run test:disk`. One file after another: they mount and fill file systems.
import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  displayName: 'disk',
  roots: ['<rootDir>/disk'],
  // For a machine with other work: on an idle one the longest test takes a tenth of it.
  testTimeout: 900_000,
  maxWorkers: 1,
};
