// Appends this run's sums to the file that TALLY_FILE names, so that CI can print one sum over all suites.
import { appendFileSync } from 'node:fs';

export default class TallyReporter {
  onRunComplete(_contexts, results) {
    const file = process.env.TALLY_FILE;
    if (!file) return;
    // A suite that could not even load has no failed test of its own; it still counts as one failure.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    appendFileSync(file, JSON.stringify({ passed: results.numPassedTests, failed, skipped }) + '\n');
  }
}
