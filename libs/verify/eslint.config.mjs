import house from '../../eslint.config.mjs';

/** From each room of src/targets/kubernetes, the rooms that it may import; besides, run-label and find-set are below them. */
const rooms = {
  client: [],
  pods: ['client'],
  reach: ['client', 'pods'],
  writer: ['client', 'pods', 'reach'],
  set: ['client', 'pods', 'reach'],
  evidence: ['client', 'pods', 'reach', 'set'],
  undo: ['client', 'pods', 'reach', 'set'],
  needs: ['client', 'undo'],
  'own-set': ['client', 'undo'],
  preflight: ['client', 'needs', 'set', 'undo'],
  commands: ['client', 'needs', 'own-set', 'preflight', 'reach', 'set', 'undo'],
};

const arrows = Object.entries(rooms).map(([room, below]) => ({
  files: [`src/targets/kubernetes/${room}/*.ts`],
  ignores: ['**/*.spec.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^\\.\\./(?!\\.\\./|(${[...below, 'run-label$', 'find-set$'].join('|')}))`,
            message: `${room} may import ${['run-label', 'find-set', ...below].join(', ')} and nothing else of the target.`,
          },
        ],
      },
    ],
  },
}));

export default [...house, ...arrows];
