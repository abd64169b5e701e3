// One root for Stryker, which cannot run a list of projects. Only suites without a disk: a mutant is judged by what it
// does, not by how busy the machine is.
import { fileURLToPath } from 'node:url';
import preset from '../../../jest.preset.mjs';

const path = (from) => fileURLToPath(new URL(from, import.meta.url));
const specs = {
  persistence: [
    ...['format/*', 'fsck/check', 'journal/commit-queue', 'reading/log-scan', 'reading/reader'].map(
      (name) => `src/${name}`,
    ),
    'test/one-scanner',
  ],
  proof: ['src/**/!(self-test)', 'test/**/*'],
};

export default {
  ...preset,
  rootDir: path('../../../libs'),
  testMatch: Object.entries(specs).flatMap(([library, names]) =>
    names.map((name) => `<rootDir>/${library}/${name}.spec.ts`),
  ),
  setupFiles: [path('few-runs.mjs')],
  testEnvironment: '@stryker-mutator/jest-runner/jest-env/node',
  reporters: [],
};
