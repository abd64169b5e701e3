import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** The arrows of the house: from each room, the rooms it may import. They point down only. */
const arrows = {
  app: ['visits', 'health', 'web', 'service', 'cluster', 'persistence'],
  tools: ['visits', 'persistence', 'service', 'cluster'],
  visits: ['cluster', 'persistence', 'web', 'service'],
  cluster: ['persistence', 'service'],
  health: ['cluster', 'persistence', 'service'],
  persistence: [],
  web: [],
  service: [],
};

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
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          depConstraints: Object.entries(arrows).map(([room, rooms]) => ({
            sourceTag: `room:${room}`,
            onlyDependOnLibsWithTags: rooms.length ? rooms.map((r) => `room:${r}`) : [`room:${room}`],
          })),
        },
      ],
    },
  },
  { files: ['**/*.ts', '**/*.mjs'], rules: { 'max-lines': ['error', { max: 250 }] } },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', fetch: 'readonly' },
    },
  },
);
