// Nx answers a test or a build from its cache while the inputs that it knows are unchanged. Does it know all of them?
// Runs each cached target under strace, and compares what it opened with what Nx takes for its inputs.
// usage: node tools/checks/inputs.mjs [project…]
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { tally } from '../testing/tally.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const TARGETS = ['test', 'build'];
/** What package-lock.json decides, what a run makes itself, and what git and Nx keep of their own. */
const NO_INPUT = /^(node_modules|dist|tmp|coverage|\.nx|\.git|\.visits)(\/|$)/;

/** Under strace they compute: more than there are cores gain nothing. */
const AT_ONCE = 2;

const nx = async (...args) => {
  const { stdout } = await promisify(execFile)('npx', ['nx', ...args], { cwd: root, maxBuffer: 1e8 });
  return JSON.parse(stdout);
};
const wanted = process.argv.slice(2);
const { nodes } = (await nx('graph', '--print')).graph;
const tasks = Object.values(nodes)
  .filter(({ name }) => wanted.length === 0 || wanted.includes(name))
  .flatMap(({ name, data: { targets } }) =>
    TARGETS.filter((target) => targets[target]?.cache).map((target) => ({
      task: `${name}:${target}`,
      options: targets[target].options,
    })),
  );
const dir = mkdtempSync(join(tmpdir(), 'visits-inputs-'));
const problems = [];
try {
  const queue = tasks.values();
  const worker = async () => {
    for (const { task, options } of queue) {
      const problem = await check(task, options);
      console.log(`${problem ? 'FAILED' : 'ok'} ${task}${problem ?? ''}`);
      if (problem) problems.push({ name: task, text: problem });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
} finally {
  rmSync(dir, { recursive: true, force: true });
}
tally({ passed: tasks.length - problems.length, failed: problems.length, problems });
process.exitCode = problems.length > 0 || tasks.length === 0 ? 1 : 0;

async function check(task, { command, cwd = '.', env = {} }) {
  const name = task.replace(':', '-');
  const trace = join(dir, name);
  // Others run the bundles in dist meanwhile.
  const asked = task.endsWith(':build') ? `${command} ${join(dir, `${name}-out`)}` : command;
  const strace = spawn(
    'strace',
    ['-f', '-qq', '--seccomp-bpf', '-z', '-y', '-e', 'trace=open,openat', '-o', trace, 'sh', '-c', asked],
    {
      cwd: resolve(root, cwd),
      env: { ...process.env, ...env, TALLY_FILE: '', PATH: `${root}node_modules/.bin:${process.env.PATH}` },
      stdio: 'ignore',
    },
  );
  // Whether its tests pass is not asked here: under strace they are slow.
  await once(strace, 'close');
  const known = new Set((await nx('show', 'target', 'inputs', task, '--json')).files);
  const opened = [...readFileSync(trace, 'utf8').matchAll(/ = \d+<(\/.*)>$/gm)].map(([, path]) => path);
  const unknown = [...new Set(opened)]
    .filter((path) => path.startsWith(root) && isFile(path))
    .map((path) => relative(root, path))
    .filter((path) => !NO_INPUT.test(path) && !known.has(path));
  return unknown.length > 0 ? `: reads what Nx does not know\n  ${unknown.sort().join('\n  ')}` : null;
}

/** A file that is gone again was no input. */
function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
