import house from '../../eslint.config.mjs';

/** The sidecar looks at a volume that the app beside it writes. */
export default [
  ...house,
  {
    files: ['**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^@visits/persistence(?!/reading$)',
              message: 'The sidecar only reads: take it from @visits/persistence/reading.',
            },
          ],
        },
      ],
    },
  },
];
