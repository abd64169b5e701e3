import { checkVolume, readLines, readVisits, readVolume, repairVolume, type Volume } from '../src/index';
import type { SimulatedDisk } from '../src/testing';
import {
  ANSWERS,
  callsOf,
  diskWith,
  Failure,
  life,
  nameOf,
  type Answer,
  type Target,
} from './one-failing-call';
import { cut, flip, makeSpecimen, without, type Files } from './specimen';

/** Each call with each error with EVERY_CALL=1; otherwise each call with one error, another one from call to call. */
const ALL = Boolean(process.env['EVERY_CALL']);
const CODES = Object.keys(ANSWERS) as Answer[];
const AT_ONCE = 24;
let faults = 0;

// Jest itself fails a test that leaves a rejection unhandled.
afterAll(() => process.stdout.write(`every call: ${faults} faults injected\n`));

interface Case {
  readonly target: Target;
  readonly code: Answer;
  readonly lasting: boolean;
}

function cases(calls: readonly Target[], lasting: boolean): Case[] {
  return calls.flatMap((target, index) => {
    const codes = ALL ? CODES : [CODES[(index * 3) % CODES.length] as Answer];
    return codes.map((code) => ({ target, code, lasting }));
  });
}

async function each(
  list: readonly Case[],
  run: (one: Case, failure: Failure) => Promise<string[]>,
): Promise<void> {
  const wrong: string[] = [];
  const left = [...list];
  const work = async (): Promise<void> => {
    for (let one = left.shift(); one && wrong.length < 10; one = left.shift()) {
      const failure = new Failure(one.target, one.code, one.lasting);
      const found = await run(one, failure).catch((error: unknown) => [`threw ${String(error)}`]);
      faults += failure.struck > 0 ? 1 : 0;
      const which = `${one.code} at ${nameOf(one.target)}${one.lasting ? ' and on' : ''}`;
      wrong.push(...found.map((what) => `${which}: ${what}`));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  expect(wrong).toEqual([]);
}

/** In all states that an opening has work to do in. */
async function volumes(): Promise<[string, Files][]> {
  const { files, log } = await makeSpecimen();
  const whole = files['visits.log'] as Buffer;
  const end = log.at(-1)?.end as number;
  const last = log.at(-2)?.last;
  return [
    ['an empty one', {}],
    ['a closed one', files],
    [
      'one with a torn tail',
      { ...files, 'visits.log': cut(whole, end - 20), 'visits.txt': Buffer.from(`${last}\n`) },
    ],
    ['one to adopt', { 'visits.txt': Buffer.from('92') }],
    ['one with foreign files', { 'visits.txt': Buffer.from('many'), 'replica.json': Buffer.from('{') }],
    ['one between two logs', { ...without(files, 'visits.log'), 'visits.log.1': whole }],
  ];
}

test.each([
  ['fails once', false],
  ['and all after it fail until the disk is well', true],
])(
  'a call of a life %s: refused with its name, nothing lost, nothing made up, open again',
  async (_, lasting) => {
    for (const [, files] of await volumes()) {
      const calls = await callsOf(files, async (disk) => expect(await life(disk, null)).toEqual([]));
      await each(cases(calls, lasting), async ({ code }, failure) => {
        const disk = diskWith(files);
        disk.fault = failure.fault;
        return life(disk, failure, code);
      });
    }
  },
  600_000,
);

const READ_CODES = ['missing', 'permission', 'io-error', 'format-unknown', 'damaged'];

async function linesOf(volume: Volume): Promise<{ visits: number }> {
  let visits = 0;
  for await (const line of readLines(volume)) visits = Number(line.split(' ')[1]);
  return { visits };
}

const historyOf = async (volume: Volume): Promise<{ visits: number }> => ({
  visits: (await readVisits(volume, { limit: 1000 })).items.at(-1)?.n ?? 0,
});

test.each<[string, (volume: Volume) => Promise<{ visits: number }>]>([
  ['the reader', readVolume],
  ['the history', historyOf],
  ['the lines', linesOf],
  ['the check', checkVolume],
])(
  'a call of %s fails: a named error, or the right count',
  async (_, read) => {
    const { files, visits } = await makeSpecimen(1400);
    const act = async (disk: SimulatedDisk): Promise<unknown> => read(disk.mount());
    await each(cases(await callsOf(files, act), false), async (_one, failure) => {
      const disk = diskWith(files);
      disk.fault = failure.fault;
      try {
        const found = await read(disk.mount());
        return found.visits === visits.length ? [] : [`it says ${found.visits}`];
      } catch (error) {
        const { name, code } = error as { name: string; code: string };
        return name === 'ReadError' && READ_CODES.includes(code) ? [] : [String(error)];
      }
    });
  },
  60_000,
);

test('a call of a repair fails: a named error, every byte still there, and a second one ends clean', async () => {
  const { files, visits, log } = await makeSpecimen(1400);
  const damaged: Files = {
    ...files,
    'visits.log': flip(files['visits.log'] as Buffer, (log[0]?.start ?? 0) + 30, 1),
    'visits.log.1': flip(files['visits.log.1'] as Buffer, 300, 1),
    'replica.json': Buffer.from('{'),
  };
  const holder = { pod: 'p', boot: 'b', pid: 1, since: '2026-11-21T13:45:04.123Z' };
  const repair = (disk: SimulatedDisk) =>
    repairVolume(disk.mount(), { holder, now: () => new Date('2026-11-21T13:45:04.123Z') });
  const calls = await callsOf(damaged, repair);
  await each(cases(calls, false), async (_one, failure) => {
    const disk = diskWith(damaged);
    disk.fault = failure.fault;
    const wrong: string[] = [];
    await repair(disk).catch((error: { name: string; code: string }) => {
      if (!['ReadError', 'JournalError'].includes(error.name)) wrong.push(String(error));
    });
    disk.fault = null;
    const { after } = await repair(disk);
    if (after.visits !== visits.length) wrong.push(`afterwards it says ${after.visits}`);
    wrong.push(...after.damage.map(({ file, detail }) => `left in ${file}: ${detail}`));
    const all = disk.names.map((name) => disk.content(name)?.toString('latin1')).join('');
    for (const name of ['visits.log', 'visits.log.1']) {
      for (const line of (damaged[name] as Buffer).toString('latin1').split('\n')) {
        if (!all.includes(line)) wrong.push(`${line} is gone`);
      }
    }
    return wrong;
  });
}, 60_000);
