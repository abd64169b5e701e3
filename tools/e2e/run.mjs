// `npm run test:cluster`: says in one line why it skips. In CI a skip is a failure.
import { KubeConfig, VersionApi } from '@kubernetes/client-node';
import { spawnSync } from 'node:child_process';

const allowed = process.env.E2E_CONTEXT;
const config = new KubeConfig();
config.loadFromDefault();
const current = config.getCurrentContext();

function skip(reason) {
  console.log(`test:cluster is skipped: ${reason}.`);
  process.exit(process.env.CI ? 1 : 0);
}

if (!allowed) skip('E2E_CONTEXT does not name the context of a cluster that tests may use');
if (current !== allowed) {
  console.error(`test:cluster refuses: the current context is ${current}, E2E_CONTEXT names ${allowed}.`);
  process.exit(1);
}
await config
  .makeApiClient(VersionApi)
  .getCode()
  .catch((error) =>
    skip(`the cluster of context ${current} does not answer (${error.code ?? error.message})`),
  );

function jest(suite, args) {
  const flags = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '-c'];
  const { status } = spawnSync(process.execPath, [...flags, `tools/e2e/jest.${suite}.config.mjs`, ...args], {
    stdio: 'inherit',
  });
  return status === 0;
}

const checked = jest('cluster', process.argv.slice(2));
const clean = jest('leftovers', []);
process.exit(checked && clean ? 0 : 1);
