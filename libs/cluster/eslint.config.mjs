import house from '../../eslint.config.mjs';

/** From each room of src, the rooms that it may import; what lies beside the rooms is above them, but for time and errors. */
const rooms = {
  replicas: [],
  discovery: [],
  exchange: ['discovery', 'replicas'],
  total: ['exchange', 'discovery', 'replicas'],
};

const arrows = Object.entries(rooms).map(([room, below]) => ({
  files: [`src/${room}/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^\\.\\./(?!(${[...below, 'time$', 'errors$'].join('|')}))`,
            message: `src/${room} may import ${['time', 'errors', ...below].join(', ')} and nothing else of the cluster.`,
          },
          // Nest stays in cluster.module.ts.
          { group: ['@nestjs/*', 'rxjs', 'fastify'] },
        ],
      },
    ],
  },
}));

export default [...house, ...arrows];
