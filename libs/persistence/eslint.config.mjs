import house from '../../eslint.config.mjs';

/** From each room of src, the rooms that it may import; index and the module are above them, errors is below. */
const rooms = {
  format: [],
  volume: ['format'],
  reading: ['format', 'volume'],
  journal: ['format', 'volume', 'reading'],
  fsck: ['format', 'volume', 'reading'],
  testing: ['format', 'volume', 'reading'],
};

const frameworks = {
  group: ['@nestjs/*', 'rxjs', 'fastify'],
  message: 'Nest stays in persistence.module.ts.',
};
const fileSystem = ['fs', 'node:fs', 'node:fs/promises', 'fs/promises'].map((name) => ({
  name,
  message: 'The disk is reached through volume/file.ts.',
}));

const arrow = (room) => ({
  regex: `^\\.\\./(?!(${[...rooms[room].map((below) => `${below}/`), 'errors$'].join('|')}))`,
  message: `src/${room} may import ${['errors', ...rooms[room]].join(', ')} and nothing else of the journal.`,
});

/** The journal's core knows no framework, and reaches the disk through one seam. */
export default [
  ...house,
  {
    files: ['src/*.ts'],
    ignores: ['**/*.module.ts', '**/*.spec.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: fileSystem, patterns: [frameworks] }] },
  },
  ...Object.keys(rooms).map((room) => ({
    files: [`src/${room}/*.ts`],
    ignores: ['**/*.spec.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: fileSystem, patterns: [frameworks, arrow(room)] }] },
  })),
  {
    files: ['src/volume/file.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [frameworks, arrow('volume')] }] },
  },
];
