// How long the judge takes for 100,000 visits, with how much memory, each in a process of its own:
//   node libs/proof/bench/bench.mjs             judge, and both self-tests
//   node libs/proof/bench/bench.mjs clean 10000 so many honest simulated runs: none may be convicted
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const out = mkdtempSync(join(tmpdir(), 'visits-proof-bench-'));
const run = (...args) => execFileSync('node', [join(out, 'main.mjs'), ...args], { encoding: 'utf8' }).trim();
try {
  const bundle = await rolldown({ input: join(import.meta.dirname, 'main.ts'), platform: 'node' });
  await bundle.write({ file: join(out, 'main.mjs'), format: 'esm' });
  const [command, argument] = process.argv.slice(2);
  if (command) console.log(run(command, argument));
  else {
    run('write', join(out, 'bundle'));
    for (let i = 0; i < 3; i++) console.log('judge', run('judge', join(out, 'bundle')));
    console.log('quick self-test', run('quick'));
    console.log('thorough self-test', run('thorough'));
  }
} finally {
  rmSync(out, { recursive: true, force: true });
}
