import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { createColors } from 'picocolors';
import { type AppView, frameOf, type View } from './frame';

const colors = createColors(true);
const notes = ['12:00:00 clock-1 was ended by SIGKILL, restarting', '12:00:01 clock-2 unready: it is paused'];
const guide = ['try:   curl localhost:8000; npx visits kill clock-1', 'logs:  .visits/logs', 'stop:  Ctrl-C'];

const appOf = (app: string, base: number, pods: number, visits: number): AppView => ({
  ...{ app, url: `http://localhost:${base}`, total: visits.toLocaleString('en-US') },
  rows: Array.from({ length: pods }, (_, n) => ({
    ...{ name: `${app}-${n}`, state: 'restarting' as const, restarts: 12, visits },
    url: `http://localhost:${base + 10 + n}`,
  })),
});
const viewOf = (clocks: number, calculators: number, visits = 1_234_567): View => ({
  apps: [appOf('clock', 8000, clocks, visits), appOf('calculator', 8001, calculators, visits)],
  ...{ notes, guide },
});
const plain = (view: View, columns: number, rows: number) =>
  frameOf(view, { columns, rows }, colors).map(stripVTControlCharacters);

it('puts addresses and totals first, then the pods, the news and what to do', () => {
  expect(plain(viewOf(2, 1), 80, 24)).toEqual([
    'clock       http://localhost:8000  0 of 2 ready  total 1,234,567',
    'calculator  http://localhost:8001  0 of 1 ready  total 1,234,567',
    '',
    'POD           STATE       RESTARTS     VISITS  URL',
    'clock-0       restarting        12  1,234,567  http://localhost:8010',
    'clock-1       restarting        12  1,234,567  http://localhost:8011',
    'calculator-0  restarting        12  1,234,567  http://localhost:8011',
    '',
    ...[...notes, '', ...guide],
  ]);
});

it('cuts nothing of ten clocks and ten calculators on a terminal of 80 by 24', () => {
  const lines = plain(viewOf(10, 10), 80, 24);
  for (const name of ['clock', 'calculator'])
    for (let n = 0; n < 10; n++)
      expect(lines.join('\n')).toMatch(new RegExp(`${name}-${n} +restarting \\(12\\) +1,234,567`));
  expect(lines).toEqual(expect.arrayContaining([...notes, ...guide]));
  expect(lines.join('\n')).not.toContain('…');
  expect(lines[0]).toMatch(/total 1,234,567 {2}:8010-:8019$/);
});

it('fits any terminal, and lets the pods go last', () => {
  const pods = fc.integer({ min: 1, max: 10 });
  const columns = fc.integer({ min: 20, max: 200 });
  const rows = fc.integer({ min: 6, max: 60 });
  fc.assert(
    fc.property(pods, pods, columns, rows, fc.nat(), (clocks, calculators, width, height, visits) => {
      const lines = plain(viewOf(clocks, calculators, visits), width, height);
      expect(lines.length).toBeLessThan(height);
      for (const line of lines) expect(line.length).toBeLessThan(width);
      if (width >= 80 && height >= clocks + calculators + 5) {
        expect(lines.filter((line) => / restarting /.test(line)).length).toBeGreaterThanOrEqual(
          Math.max(clocks, calculators),
        );
        expect(lines.join('\n')).not.toContain('…');
      }
    }),
  );
});
