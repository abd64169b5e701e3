import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** The arrows of the house: from each room, the rooms it may import. They point down only. */
const arrows = {
  app: ['visits', 'health', 'web', 'service', 'cluster'],
  sidecar: ['persistence', 'service'],
  cli: ['verify', 'local-set', 'proof', 'visits', 'cluster', 'persistence', 'service'],
  tools: ['testing', 'verify', 'local-set', 'proof', 'visits', 'cluster', 'persistence', 'service'],
  testing: ['proof'],
  verify: ['proof', 'local-set'],
  'local-set': ['service'],
  visits: ['cluster', 'persistence', 'web', 'service'],
  cluster: ['persistence', 'service'],
  health: ['cluster', 'persistence', 'service'],
  persistence: [],
  web: [],
  service: [],
  proof: [],
};

/** The arrows, and from every room those to `more`. */
const boundaries = (...more) => ({
  '@nx/enforce-module-boundaries': [
    'error',
    {
      enforceBuildableLibDependency: false,
      allow: [
        '../../eslint.config.mjs',
        '../../jest.preset.mjs',
        '../build/changed-files.mjs',
        '../testing/tally.mjs',
      ],
      depConstraints: Object.entries(arrows).map(([room, rooms]) => ({
        sourceTag: `room:${room}`,
        onlyDependOnLibsWithTags: [room, ...rooms, ...more].map((name) => `room:${name}`),
      })),
    },
  ],
});

/** A call of a static method of AbortSignal, as ESLint selects it. */
const call = (method) => `CallExpression[callee.object.name="AbortSignal"][callee.property.name="${method}"]`;

export default tseslint.config(
  { ignores: ['**/dist', '**/tmp', '.nx', '.visits', '**/coverage', '**/golden'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  { plugins: { '@nx': nx } },
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.ts', '**/*.mjs'],
    rules: {
      'max-lines': ['error', { max: 250 }],
      'no-restricted-syntax': [
        'error',
        {
          selector: `${call('any')} ${call('timeout')}`,
          message:
            'A timeout within AbortSignal.any() may be collected, and never comes (nodejs/node#57736).',
        },
      ],
      ...boundaries(),
    },
  },
  // A test may use what the suites share.
  { files: ['**/*.spec.ts', '**/test/**'], rules: boundaries('testing') },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', fetch: 'readonly' },
    },
  },
);
