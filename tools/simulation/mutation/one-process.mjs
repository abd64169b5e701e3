// A test runner for Stryker that stays in its process: a mutant costs what its specs compute, not a start of Jest. The
// specs run in Jest's own circus, with its `expect`; each is bundled once and evaluated anew for every mutant.
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { Script } from 'node:vm';
import { jestExpect } from '@jest/expect';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import {
  default as globals,
  addEventHandler,
  getState,
  removeEventHandler,
  resetState,
  run,
} from 'jest-circus';
import { rolldown } from 'rolldown';
import './few-runs.mjs';
import { specs } from './specs.mjs';

// Stryker has a limit of its own for what hangs.
const TEST_TIMEOUT_MS = 600_000;
Object.assign(globalThis, globals, {
  expect: jestExpect,
  [Symbol.for('TEST_TIMEOUT_SYMBOL')]: TEST_TIMEOUT_MS,
});

/** What the changed sources look at: which mutant is on, which test runs, how often the mutant was met. */
const context = (globalThis.__stryker__ ??= {});

/** Evaluates a spec: its tests are then known to circus. */
async function load(file) {
  const bundle = await rolldown({
    input: file,
    platform: 'node',
    tsconfig: resolve('tsconfig.base.json'),
    external: (id) => !/^([./]|@visits\/|@oxc-project\/|\0)/.test(id),
  });
  const { output } = await bundle.generate({ format: 'cjs', codeSplitting: false });
  await bundle.close();
  const path = resolve(file);
  const names = 'require, exports, module, __filename, __dirname';
  const script = new Script(`(function (${names}) {${output[0].code}\n})`, { filename: path });
  return () => script.runInThisContext()(createRequire(path), {}, { exports: {} }, path, dirname(path));
}

class OneProcess {
  #specs = new Map();

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    for (const file of specs) this.#specs.set(file, await load(file));
    process.on('unhandledRejection', (error) => getState().currentlyRunningTest?.errors.push(error));
  }

  async dryRun() {
    context.activeMutant = undefined;
    const tests = await this.#run([...this.#specs.keys()], () => true, true);
    return { status: DryRunStatus.Complete, tests, mutantCoverage: context.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, disableBail, hitLimit }) {
    Object.assign(context, { activeMutant: activeMutant.id, hitLimit, hitCount: hitLimit && 0 });
    const wanted = new Set(testFilter);
    const wants = (id) => !testFilter || wanted.has(id);
    const files = [...this.#specs.keys()].filter(
      (file) => !testFilter || testFilter.some((id) => id.startsWith(`${file} `)),
    );
    const tests = await this.#run(files, wants, disableBail);
    const endless = determineHitLimitReached(context.hitCount, hitLimit);
    return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests }, disableBail);
  }

  /** Up to the first test that fails, or all of them. */
  async #run(files, wants, all) {
    const tests = [];
    const hasFailed = () => tests.some(({ status }) => status === TestStatus.Failed);
    for (const file of files) {
      if (!all && hasFailed()) break;
      const follow = ({ name, test }) => {
        const id = test?.parent && [file, ...namesOf(test)].join(' ');
        if (name === 'test_start') {
          if (!wants(id) || (!all && hasFailed())) test.mode = 'skip';
          else context.currentTestId = id;
        } else if (name === 'test_done') {
          context.currentTestId = undefined;
          tests.push({
            id,
            name: id,
            fileName: resolve(file),
            timeSpentMs: test.duration ?? 0,
            ...statusOf(test),
          });
        }
      };
      resetState();
      addEventHandler(follow);
      try {
        this.#specs.get(file)();
        await run();
      } catch (error) {
        // Not even the spec's own code can be evaluated.
        tests.push({ id: file, name: file, timeSpentMs: 0, ...failed(error) });
      }
      removeEventHandler(follow);
    }
    return tests;
  }
}

function namesOf({ name, parent }) {
  return parent ? [...namesOf(parent), name] : [];
}

function statusOf({ errors }) {
  const [error] = errors.flat().filter(Boolean);
  return error === undefined ? { status: TestStatus.Success } : failed(error);
}

function failed(error) {
  return { status: TestStatus.Failed, failureMessage: `${error.stack ?? error}` };
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'one-process', OneProcess)];
