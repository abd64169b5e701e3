import { type CountsAt, Journal, type JournalState } from '@visits/persistence';
import { SimulatedDisk } from '@visits/persistence/testing';
import { type RunningService } from '../src/testing';
import { VisitRecorder } from '../src';
import { LastHour } from '../src/chart/last-hour';
import { VisitHistogram } from '../src/chart/visit-histogram';
import { eventually } from '@visits/testing/eventually';
import { runningVisits } from './running-visits';

const minuteMs = 60_000;
const agesMs = [90 * minuteMs, 30 * minuteMs, 30 * minuteMs, 2 * minuteMs];

function visit({ shell }: RunningService, ageMs = 0) {
  return shell.app.get(VisitRecorder).record('a visit', new Date(Date.now() - ageMs));
}

it('has what the log says of the hour before this process, and each visit at once, without a look at the disk', async () => {
  const before = await runningVisits();
  for (const ageMs of agesMs) await visit(before, ageMs);
  await before.stop();
  const app = await runningVisits({ DATA_DIR: before.dataDir });
  const lastHour = app.shell.app.get(LastHour);
  await eventually('the log was read', 8000, () => lastHour.now()?.visits === 3);
  // Else a visit moves to the left meanwhile.
  await eventually('no minute is about to end', 8000, () => Date.now() % minuteMs < 55_000);
  for (const counted of [1, 2]) {
    await visit(app);
    expect(lastHour.now()).toMatchObject({ visits: 3 + counted });
    expect(lastHour.now()?.buckets.at(-1)).toMatchObject({ visits: counted });
  }
  const { body } = await app.http.get('/visits/histogram').expect(200);
  expect(body).toMatchObject({ ...lastHour.now() });
});

it('goes on as minutes end, here seconds: a visit moves to the left, and stays what it is', async () => {
  const app = await runningVisits();
  const histogram = app.shell.app.get(VisitHistogram);
  const windows: (string | undefined)[] = [];
  const counts = (edges: readonly string[]) => (windows.push(edges.at(-1)), histogram.counts(edges));
  const lastMinute = new LastHour({ counts }, app.shell.app.get(Journal), 1);
  lastMinute.onApplicationBootstrap();
  try {
    await eventually('the log was read, also where nobody looks', 8000, () => new Set(windows).size === 2);
    await visit(app);
    const barOf = () => lastMinute.now()?.buckets.findIndex(({ visits }) => visits === 1) ?? -1;
    await eventually('it is two bars from the end, or more', 8000, () => barOf() >= 0 && barOf() <= 57);
    expect(lastMinute.now()).toMatchObject({ step: 1, visits: 1 });
    expect(lastMinute.now()?.buckets).toHaveLength(60);
  } finally {
    lastMinute.beforeApplicationShutdown();
  }
});

it('a volume that opens, or a minute that ends, while the log is read: it is read once more behind that', async () => {
  const holder = { pod: 'clock-0', boot: 'b', claim: '' };
  const journal = new Journal({ volume: new SimulatedDisk().mount(), holder });
  let change: (state: JournalState) => void = () => undefined;
  const onState: Journal['onState'] = (listener) => ((change = listener), () => undefined);
  const answers: (() => void)[] = [];
  const counts = () =>
    new Promise<CountsAt>((resolve) =>
      answers.push(() => resolve({ counts: Array(61).fill(0), visits: 0, oldest: null })),
    );
  new LastHour({ counts }, { status: () => journal.status(), onState });
  change('waiting');
  change('open');
  expect(answers).toHaveLength(1);
  answers[0]?.();
  await eventually('the second reading', 8000, () => answers.length === 2);
  answers[1]?.();
  await new Promise(setImmediate);
  expect(answers).toHaveLength(2);
});

it('a volume that another process holds shows what that one had counted', async () => {
  const holder = await runningVisits();
  await visit(holder);
  const waiting = await runningVisits({ DATA_DIR: holder.dataDir }, 'waiting');
  const lastHour = waiting.shell.app.get(LastHour);
  await eventually('the log was read', 8000, () => lastHour.now()?.visits === 1);
});
