// Tallies a run of Jest.
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tally } from './tally.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const IS_SKIPPED = new Set(['pending', 'todo']);

export default class TallyReporter {
  onRunComplete(_contexts, results) {
    tally({
      passed: results.numPassedTests,
      // A suite that could not even load has no failed test of its own; it still counts as one failure.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
      problems: results.testResults.flatMap(problemsOf),
    });
  }
}

function problemsOf({ testFilePath, testResults, testExecError, failureMessage }) {
  const file = relative(root, testFilePath);
  if (testExecError) return [{ name: file, text: failureMessage ?? String(testExecError) }];
  return testResults
    .filter(({ status }) => status === 'failed' || IS_SKIPPED.has(status))
    .map(({ fullName, status, failureMessages }) => ({
      name: `${file} › ${fullName}`,
      text: status === 'failed' ? failureMessages.join('\n') : 'skipped',
    }));
}
