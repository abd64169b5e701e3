import house from '../../eslint.config.mjs';

const frameworks = ['@nestjs/*', 'rxjs', 'fastify'];
const fileSystem = ['fs', 'node:fs', 'node:fs/promises', 'fs/promises'];

/** The journal's core knows no framework, and reaches the disk through one seam. */
export default [
  ...house,
  {
    files: ['src/**/*.ts'],
    ignores: ['**/*.module.ts', '**/*.spec.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: fileSystem, patterns: frameworks }] },
  },
  {
    files: ['src/file.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: frameworks }] },
  },
];
