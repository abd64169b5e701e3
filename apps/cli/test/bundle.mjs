// One bundle of `visits` for all specs of a run: Jest calls it before them, and after them again.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export default function bundle() {
  const { VISITS_CLI_BUNDLE } = process.env;
  if (VISITS_CLI_BUNDLE) {
    rmSync(VISITS_CLI_BUNDLE, { recursive: true });
    return;
  }
  const out = mkdtempSync(join(tmpdir(), 'visits-cli-'));
  const cwd = fileURLToPath(new URL('../../..', import.meta.url));
  execFileSync(process.execPath, ['tools/build/build.mjs', 'apps/cli', out], { cwd, stdio: 'inherit' });
  process.env.VISITS_CLI_BUNDLE = out;
}
