// `npx nx run persistence:coverage`: every statement and branch of the journal, save a few, has a test that meets it.
import { fileURLToPath } from 'node:url';
import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  displayName: 'persistence:coverage',
  // Without the suites that go through every byte, call or crash: they prove more than that a line ran, and take longer.
  testPathIgnorePatterns: [
    '/(crash|every|long-run|processes|repair-crash|rotation-crash)[\\w-]*\\.spec\\.ts$',
  ],
  testTimeout: 300_000,
  collectCoverage: true,
  collectCoverageFrom: ['src/**/*.ts', '!src/testing/**'],
  coverageDirectory: fileURLToPath(new URL('../../coverage/persistence', import.meta.url)),
  coverageReporters: ['text', 'json'],
  coverageThreshold: { global: { statements: 95, branches: 95 } },
};
