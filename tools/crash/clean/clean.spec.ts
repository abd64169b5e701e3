import { violationsOf } from '@visits/testing/planted/violations';
import { Programs, type Verified } from '../lies/verify';

const RUNS = Number(process.env.RUNS ?? 20);
/** Where a busy machine leaves most of them undecided, some more are made. */
const MOST_RUNS = 1.5 * RUNS;
/** More at once would starve each other: then they show nothing. */
const AT_ONCE = 2;
const PROFILE = ['isolation', 'two-writers', 'kill'];
/** What a busy machine may do to a run; anything else that is undecided is a fault of ours. */
const EXCUSES = [/^EXPOSURE_LOW$/, /fit unanswered visits by their number only, more than 1 %/];

let programs: Programs;
beforeAll(async () => (programs = await Programs.of({}, [])));
afterAll(() => programs.remove());

it(`of ${RUNS} clean runs none is violated, and one that is undecided says why`, async () => {
  const verified: Verified[] = [];
  const held = () => verified.filter(({ exit, report }) => exit === 0 && report.verdict === 'held').length;
  let started = 0;
  const oneAfterAnother = async () => {
    while (started < RUNS || (held() <= RUNS / 2 && started < MOST_RUNS)) {
      started += 1;
      verified.push(await programs.verifyOnce(PROFILE));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, oneAfterAnother));

  expect(verified.flatMap(violated)).toEqual([]);
  expect(verified.flatMap(unexcused)).toEqual([]);
  // A machine on which most show nothing has shown nothing.
  expect(held()).toBeGreaterThan(RUNS / 2);
  console.log(`${started} runs: ${held()} held, ${started - held()} undecided`);
});

function violated({ exit, report }: Verified): object[] {
  if (exit !== 1 && report.verdict !== 'violated') return [];
  return [{ run: report.run, codes: violationsOf(report), findings: report.scenarios.flatMap(says) }];
}

/** Why a run is undecided, but for what is excused. */
function unexcused({ exit, report }: Verified): string[] {
  if (exit !== 2) return [];
  const undecided = report.scenarios.filter(({ verdict }) => verdict === 'undecided');
  return undecided.flatMap(({ name, findings, reasons }) => {
    const codes = findings.map(({ code }) => code);
    const why = [
      ...findings.filter(({ severity }) => severity === 'undecided').map(({ code }) => code),
      ...reasons,
    ];
    // A wait may end without what it waited for where nobody had time.
    const isExcused = (one: string) =>
      (one === 'NOT_FINISHED' && codes.includes('WRITER_STARVED')) ||
      EXCUSES.some((known) => known.test(one));
    return why.length === 0 ? [`${name}: no reason`] : why.filter((one) => !isExcused(one));
  });
}

const says = ({ name, findings }: Verified['report']['scenarios'][number]): string[] =>
  findings
    .filter(({ severity }) => severity === 'violated')
    .map(({ code, message, evidence }) => `${name}: ${code} ${message} ${evidence.join(' ')}`);
