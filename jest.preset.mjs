// One Jest set-up for every project: ESM, SWC with decorator metadata, and our libraries by their source.
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));

export default {
  testEnvironment: 'node',
  // Deadlines are the tests' own; this one only ends what hangs, also on a busy machine.
  testTimeout: 30_000,
  // What a test that failed has left open holds nobody up who waits for all suites.
  forceExit: process.env.CI !== undefined,
  testMatch: ['**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'mjs', 'js', 'json', 'node'],
  moduleNameMapper: {
    '^@visits/testing/(.*)$': `${root}tools/testing/src/$1`,
    '^@visits/(.*)/(reading|testing)$': `${root}libs/$1/src/$2`,
    '^@visits/(.*)$': `${root}libs/$1/src/index.ts`,
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        module: { type: 'es6' },
        jsc: {
          target: 'es2022',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
      },
    ],
  },
  reporters: ['default', `${root}tools/testing/tally-reporter.mjs`],
};
