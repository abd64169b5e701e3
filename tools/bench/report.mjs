import { CONTESTANTS } from './contestants.mjs';
import { median, spread, table } from './figures.mjs';
import { MAX_STOLEN } from './host.mjs';

const ms = (us) => (us / 1000).toFixed(us < 10_000 ? 2 : 0);
const HEAD = [
  'connections',
  'contestant',
  'answers/s',
  '÷ hello',
  'p50 ms',
  'p99 ms',
  'p99.9 ms',
  'CPU us/visit',
];
/** A percentile of fewer answers than this is one answer's bad luck. */
const ENOUGH = 2000;

function row({ connections, name, looks }) {
  const of = (key) => looks.map((look) => look[key]);
  const tail = median(of('answers')) >= ENOUGH ? ms(median(of('p999'))) : '–';
  return [
    connections,
    CONTESTANTS[name].title,
    spread(of('rate')),
    spread(of('ratio'), (ratio) => ratio.toFixed(2)),
    ms(median(of('p50'))),
    ms(median(of('p99'))),
    tail,
    spread(of('cpu'), (us) => us.toFixed(0)),
  ];
}

function losses(found) {
  const names = Object.keys(found[0].lost);
  const share = ({ answers, missing }) =>
    missing === 0 ? '0' : `${missing.toLocaleString('en-US')} of ${answers.toLocaleString('en-US')}`;
  const body = names.map((name) => [CONTESTANTS[name].title, ...found.map(({ lost }) => share(lost[name]))]);
  return table(['answered, and not there afterwards', ...found.map(({ when }) => when)], body);
}

const AGAINST = ['volume', 'connections', 'p50', 'CPU', 'answers/s', 'answers/s, batched by hand'];

/** The clock over SQLite in the same round. */
function against(grounds) {
  const rows = grounds.flatMap(({ name, found: { cells } }) => {
    const of = (connections, who) =>
      cells.find((cell) => cell.connections === connections && cell.name === who).looks;
    return [...new Set(cells.map(({ connections }) => connections))].map((connections) => {
      const over = (who, key) => {
        const its = of(connections, who);
        const ratios = of(connections, 'clock').map((look, round) => look[key] / its[round][key]);
        return spread(ratios, (ratio) => ratio.toFixed(2));
      };
      const synced = ['p50', 'cpu', 'rate'].map((key) => over('sqlite', key));
      return [name, connections, ...synced, over('sqlite-batched', 'rate')];
    });
  });
  return table(AGAINST, rows);
}

const WHY = `A lone caller waits longer than with SQLite. Each commit lets the log grow, so a file system with a journal writes that too, and the view is a second write; SQLite writes over its write-ahead log in place. What that buys is a log that \`cat\` shows whole at any moment ([decision 8](decisions/0008-no-redo-file.md)). From a few callers on they share a sync, and the clock is ahead of a synced transaction a visit. SQLite batched by hand shares it as well and keeps its cheaper write: so much it stays ahead.`;

/** docs/performance.md, but for its wrapping. */
export function report({ machine, plan, grounds, lost, starts, load }) {
  const sections = grounds.map(({ name, found }) => {
    const { discarded, kept } = found;
    const noise = `${discarded} rounds in which hello moved by more than a tenth, or the host gave more than ${MAX_STOLEN * 100} % of the cores to others, were run again${kept > 0 ? `; ${kept} such rounds are in the table, for the machine never came to rest` : ''}.`;
    return `## On ${name}\n\n${table(HEAD, found.cells.map(row))}\n\n${noise}`;
  });
  return [
    '# Performance',
    '`npm run bench -- --write` makes this page. What is compared is how a service counts: each contestant sits in the same shell (NestJS, Fastify, the same answer), all its processes on one core, the load on the other. Ratios are against hello, which counts nothing, before and after in the same round.',
    `${machine}. Median [least–most] of ${plan.rounds} rounds of ${plan.seconds} s. Load average at the start ${load}.`,
    '![Answers a second and p99 over connections, one line for each contestant](images/performance.svg)',
    '## The clock ÷ SQLite',
    WHY,
    against(grounds),
    ...sections,
    '## What was answered and is gone',
    'Each contestant was asserted to have counted what it answered, save the two apps of the reports. In the runs above many callers were answered at once; then each was killed, and lost its power, under 64 callers.',
    losses(lost),
    '## Start',
    table(['bundle', 'first answer after start, ms', 'idle RSS, MiB'], starts),
  ].join('\n\n');
}
