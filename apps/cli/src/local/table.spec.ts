import { tableOf } from './table';

const same = (text: string) => text;
const colors = { bold: same, dim: same, green: same, yellow: same, red: same };

describe('table', () => {
  it('shows each pod with its state, restarts, count and address', () => {
    const table = tableOf(
      [
        { name: 'clock-0', state: 'ready', restarts: 0, visits: 93, url: 'http://localhost:8010' },
        {
          name: 'calculator-0',
          state: 'restarting',
          restarts: 12,
          visits: null,
          url: 'http://localhost:8020',
        },
      ],
      colors,
    );
    expect(table.split('\n').map((line) => line.trimEnd())).toEqual([
      'POD           STATE       RESTARTS  VISITS  URL',
      'clock-0       ready              0      93  http://localhost:8010',
      'calculator-0  restarting        12       -  http://localhost:8020',
    ]);
  });
});
