import preset from '../../jest.preset.mjs';

// The other folders have suites of their own: they need the bundles, or programs from outside.
export default {
  ...preset,
  displayName: 'checks',
  testPathIgnorePatterns: ['smoke', 'linters', 'openapi', 'observe'].map((suite) => `<rootDir>/${suite}/`),
};
