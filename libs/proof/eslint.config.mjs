import house from '../../eslint.config.mjs';

const frameworks = ['@nestjs/*', 'rxjs', 'fastify'];
const disk = ['fs', 'node:fs', 'node:fs/promises', 'fs/promises'];

/** The judge is a function of bytes: it knows no framework, and only the edge that reads a bundle reaches the disk. */
export default [
  ...house,
  {
    files: ['src/**/*.ts'],
    ignores: ['**/*.spec.ts', 'src/bundle/directory.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: disk, patterns: frameworks }] },
  },
];
