// What each run of tests counted, in the file that TALLY_FILE names, so that CI can end with one sum over all suites and
// with what failed.
import { appendFileSync } from 'node:fs';

/** problems: [{ name, text }], what failed or was skipped. Without TALLY_FILE nobody asked. */
export function tally({ passed, failed, skipped = 0, problems = [] }) {
  const { TALLY_FILE: file, STEP: step } = process.env;
  if (file) appendFileSync(file, JSON.stringify({ step, passed, failed, skipped, problems }) + '\n');
}
