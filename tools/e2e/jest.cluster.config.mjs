import { KubeConfig, VersionApi } from '@kubernetes/client-node';
import preset from '../../jest.preset.mjs';

/** Three files at once, each in namespaces of its own: they mostly wait. */
export default {
  ...preset,
  displayName: 'e2e:cluster',
  roots: ['<rootDir>/src'],
  testPathIgnorePatterns: ['/(docs|leftovers|verify|verify-(full|sets|ends|lies)).spec.ts$'],
  testTimeout: 120_000,
  maxWorkers: 3,
  verbose: true,
};

/** The pages, and behind them a run of the proof, have the machine for themselves. */
export const followedBy = 'jest.docs.config.mjs';

export async function missing() {
  const allowed = process.env.E2E_CONTEXT;
  if (!allowed) return 'E2E_CONTEXT does not name the context of a cluster that tests may use';
  const config = new KubeConfig();
  config.loadFromDefault();
  const current = config.getCurrentContext();
  if (current !== allowed)
    throw new Error(`The current context is ${current}, E2E_CONTEXT names ${allowed}.`);
  return config
    .makeApiClient(VersionApi)
    .getCode()
    .then(
      () => null,
      ({ code, message }) => `the cluster of context ${current} does not answer (${code ?? message})`,
    );
}
