import { narrowTableOf, tableOf } from './table';

const same = (text: string) => text;
const colors = { bold: same, dim: same, green: same, yellow: same, red: same };
const rows = [
  { name: 'clock-0', state: 'ready', restarts: 0, visits: 0, url: 'http://localhost:8010' },
  { name: 'clock-1', state: 'ready', restarts: 1, visits: 1_234_567, url: 'http://localhost:8011' },
  { name: 'calculator-0', state: 'restarting', restarts: 12, visits: null, url: 'http://localhost:8020' },
] as const;

it('shows each pod with its state, restarts, count and address', () => {
  expect(tableOf(rows, colors)).toEqual([
    'POD           STATE       RESTARTS     VISITS  URL',
    'clock-0       ready              0          0  http://localhost:8010',
    'clock-1       ready              1  1,234,567  http://localhost:8011',
    'calculator-0  restarting        12          -  http://localhost:8020',
  ]);
});

it('has a narrow shape without addresses', () => {
  expect(narrowTableOf(rows, colors)).toEqual([
    'POD           STATE (RESTARTS)     VISITS',
    'clock-0       ready (0)                 0',
    'clock-1       ready (1)         1,234,567',
    'calculator-0  restarting (12)           -',
  ]);
});
