// Which change of the journal's core, or of the judge's rules, would no test notice? `npx nx run simulation:mutation`
// lists the survivors; docs/mutants.md says of each why it may live.
import { fileURLToPath } from 'node:url';

export default {
  packageManager: 'npm',
  plugins: [fileURLToPath(new URL('one-process.mjs', import.meta.url))],
  testRunner: 'one-process',
  mutate: [
    ...['record', 'judge', 'commit', 'commit-check', 'scanner', 'commit-queue'].map(
      (name) => `libs/persistence/src/**/${name}.ts`,
    ),
    'libs/proof/src/rules/*.ts',
  ],
  coverageAnalysis: 'perTest',
  ignorePatterns: ['dist', '.visits', '.nx', 'docs', 'deploy', 'reports', 'coverage'],
  tempDirName: '.stryker-tmp',
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: '.stryker-tmp/mutation.json' },
  clearTextReporter: { allowColor: false, logTests: false },
  concurrency: 2,
  timeoutMS: 20_000,
};
