// Is a planted bug caught? Prints the outcome of the simulation as JSON, up to the first violation.
// usage: node tools/simulation/hunt.mjs '{"runner": FILE, "changed": {FILE: CODE}, "runs": N}'
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleRunner } from './bundle.mjs';
import { simulate } from './simulate.mjs';

const { runner, changed, runs } = JSON.parse(process.argv[2]);
const dir = mkdtempSync(join(tmpdir(), 'visits-hunt-'));
try {
  const file = join(dir, 'runner.mjs');
  await bundleRunner(runner, file, changed);
  console.log(JSON.stringify(await simulate({ file, last: runs, threads: 1, enough: 1 })));
} finally {
  rmSync(dir, { recursive: true, force: true });
}
