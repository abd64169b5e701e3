// Adds the tests that every Jest run tallied to the steps that tools/checks/all counted. A skipped test counts as failed.
import { readFileSync } from 'node:fs';

const [file, steps, brokenSteps] = process.argv.slice(2);
const runs = readFileSync(file, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line));
const sum = (key) => runs.reduce((total, run) => total + run[key], 0);
const passed = sum('passed') + Number(steps);
const failed = sum('failed') + sum('skipped') + Number(brokenSteps);
console.log(`${passed} passed, ${failed} failed`);
