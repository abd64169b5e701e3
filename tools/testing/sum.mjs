// The end of tools/checks/all: what failed, then the sum over its steps and the tests that they tallied.
// A skipped test counts as failed: there everything runs.
// usage: node tools/testing/sum.mjs FOLDER, with tally (tally.mjs) and, for each step, its name and the end of what it said:
// <n>.passed or <n>.failed
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** All that a step's tests say share them, and each has some. */
const LINES_OF_TESTS = 80;
const LINES_OF_A_TEST = 14;
const LINES_OF_A_STEP = 25;

const [folder] = process.argv.slice(2);
const read = (file) => stripVTControlCharacters(readFileSync(join(folder, file), 'utf8'));
const linesOf = (text) => text.split('\n').filter((line) => line.trim());
const isOurs = (line) => !line.includes('/node_modules/') && !line.includes('<anonymous>');
const indented = (lines) => lines.map((line) => `    ${line}`).join('\n');

const runs = linesOf(read('tally')).map((line) => JSON.parse(line));
const files = readdirSync(folder);
const passedSteps = files.filter((file) => file.endsWith('.passed'));
const failedSteps = files.filter((file) => file.endsWith('.failed'));

for (const file of failedSteps) {
  const [step, ...said] = linesOf(read(file));
  const problems = runs.filter((run) => run.step === step).flatMap((run) => run.problems);
  console.log(`\n== ${step} failed`);
  const lines = Math.max(LINES_OF_A_TEST, Math.floor(LINES_OF_TESTS / problems.length));
  for (const { name, text } of problems) {
    const told = linesOf(stripVTControlCharacters(text)).filter(isOurs).slice(0, lines);
    console.log(`  ${name}\n${indented(told)}`);
  }
  // What has no tests says what it found: a task of Nx, or the step itself.
  for (const task of problems.length > 0 ? [] : failedTasks(said))
    console.log(`${indented(partOf(task, said))}\n`);
  console.log(indented(said.slice(problems.length > 0 ? -8 : -LINES_OF_A_STEP)));
}

/** Nx lists them behind everything else. */
function failedTasks(said) {
  const from = said.findLastIndex((line) => line.trim() === 'Failed tasks:');
  return from < 0 ? [] : said.slice(from).flatMap((line) => /^- (\S+)$/.exec(line.trim())?.[1] ?? []);
}

function partOf(task, said) {
  const from = said.indexOf(`> nx run ${task}`);
  if (from < 0) return [];
  const length = said.slice(from + 1).findIndex((line) => line.startsWith('> nx run '));
  return said.slice(from, length < 0 ? undefined : from + 1 + length).slice(0, LINES_OF_A_STEP);
}

const sum = (key) => runs.reduce((total, run) => total + run[key], 0);
const passed = sum('passed') + passedSteps.length;
const failed = sum('failed') + sum('skipped') + failedSteps.length;
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
