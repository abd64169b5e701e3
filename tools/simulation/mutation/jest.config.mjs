// One root for Stryker, which cannot run a list of projects. Only suites without a disk: a mutant is judged by what it
// does, not by how busy the machine is.
import { fileURLToPath } from 'node:url';
import preset from '../../../jest.preset.mjs';

const path = (from) => fileURLToPath(new URL(from, import.meta.url));

export default {
  ...preset,
  rootDir: path('../../../libs/persistence'),
  testMatch: ['record', 'judge', 'commit', 'commit-queue', 'log-scan', 'format'].map(
    (name) => `**/src/**/${name}.spec.ts`,
  ),
  setupFiles: [path('few-runs.mjs')],
  testEnvironment: '@stryker-mutator/jest-runner/jest-env/node',
  reporters: [],
};
