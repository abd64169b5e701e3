import house from '../../eslint.config.mjs';

/** What each room may import of its floor: the rooms that are named, and the files on the ground, below them all. */
const floors = {
  src: {
    ground: ['deadline', 'errors', 'nearest', 'run-clock', 'wait'],
    rooms: {
      writer: [],
      bundle: [],
      load: ['bundle', 'writer'],
      targets: ['bundle'],
      engine: ['bundle', 'load', 'targets', 'writer'],
      scenarios: ['engine', 'targets', 'writer'],
      report: ['engine'],
    },
  },
  'src/targets/kubernetes': {
    ground: ['find-set', 'run-label'],
    rooms: {
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
    },
  },
};

const arrows = Object.entries(floors).flatMap(([floor, { ground, rooms }]) =>
  Object.entries(rooms).map(([room, below]) => ({
    files: [`${floor}/${room}/*.ts`],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^\\.\\./(?!\\.\\./|(${[...ground, ...below].join('|')})(/|$))`,
              message: `${room} may import ${[...ground, ...below].join(', ')} and nothing else beside it.`,
            },
          ],
        },
      ],
    },
  })),
);

export default [...house, ...arrows];
