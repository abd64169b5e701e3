// Needs root and loop devices: `npm run test:disk`. One file after another: they mount and fill file systems.
import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  displayName: 'disk',
  roots: ['<rootDir>/disk'],
  testTimeout: 240_000,
  maxWorkers: 1,
};
