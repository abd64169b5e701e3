import { cut, flip, makeSpecimen, without, type Files, type Place, type Specimen } from './specimen';
import { survive, type Expected } from './survival';

/** All bytes with EVERY_BYTE=1, each 7th otherwise: the offset of the first one moves from test to test. */
const STEP = process.env['EVERY_BYTE'] ? 1 : 7;
const FIRST_COUNT_SHOWN = '2026-11-21T13:45:04.123Z 1 '.length;
let cases = 0;
let phase = 0;
beforeEach(() => (phase += 1));
afterAll(() => process.stdout.write(`every byte: ${cases} cut or flipped\n`));

async function each(
  from: number,
  to: number,
  make: (at: number) => { files: Files; expected: Expected },
  step = STEP,
): Promise<void> {
  const wrong: string[] = [];
  for (let at = from + (phase % step); at < to && wrong.length < 10; at += step) {
    const { files, expected } = make(at);
    cases += 1;
    for (const what of await survive(files, expected)) wrong.push(`byte ${at}: ${what}`);
  }
  expect(wrong).toEqual([]);
}

function isReplica(bytes: Buffer): boolean {
  try {
    const { format, replica, base } = JSON.parse(bytes.toString('utf8'));
    return format === 1 && typeof replica === 'string' && replica !== '' && base >= 0 && base < 1e15;
  } catch {
    return false;
  }
}

const text = (count: number): Buffer => Buffer.from(`${count}\n`);
const size = (bytes: Buffer | undefined): number => bytes?.length ?? 0;
const lastBefore = (commits: readonly Place[], at: number): Place | undefined =>
  commits.findLast(({ end }) => end <= at);

let specimen: Specimen;
let files: Files;
let log: Buffer;
let total: number;

describe('one log', () => {
  beforeAll(async () => {
    specimen = await makeSpecimen();
    files = specimen.files;
    log = files['visits.log'] as Buffer;
    total = specimen.visits.length;
    expect(specimen.log.at(-1)).toMatchObject({ end: log.length, last: total });
  });

  test('cut at any byte, and the view knows more: damage, and the count stays', () =>
    each(0, log.length + 1, (at) => ({
      files: { ...files, 'visits.log': cut(log, at) },
      expected: {
        least: total,
        // Less than `<time> 1 ` is what a first commit after an adopted integer leaves when it is torn.
        ...(at < FIRST_COUNT_SHOWN
          ? { damage: false, found: false, tornBytes: at }
          : { damage: at < log.length, found: at < log.length, tornBytes: 0 }),
      },
    })));

  test.each(['knows the last whole commit', 'is lost'])(
    'cut at any byte, and the view %s: a torn tail',
    async (which) => {
      await each(0, log.length + 1, (at) => {
        const { end = 0, last = 0 } = lastBefore(specimen.log, at) ?? {};
        const known = { ...files, 'visits.log': cut(log, at), 'visits.txt': text(last) };
        return {
          files: which === 'is lost' ? without(known, 'visits.txt') : known,
          expected: { least: last, damage: false, found: false, tornBytes: at - end },
        };
      });
    },
  );

  test('one bit of any byte flipped: the count stays, and damage is reported at once', () =>
    each(0, log.length, (at) => ({
      files: { ...files, 'visits.log': flip(log, at, at % 8) },
      expected: { least: total, damage: true, found: true, tornBytes: 0 },
    })));

  test('any bit of any trailer flipped: the same', async () => {
    const trailers = specimen.log.flatMap(({ end }) => Array.from({ length: 12 }, (_, i) => end - 1 - i));
    await each(0, trailers.length * 8, (n) => {
      const at = trailers[n >> 3] as number;
      return {
        files: { ...files, 'visits.log': flip(log, at, n & 7) },
        expected: { least: total, damage: true, found: true, tornBytes: 0 },
      };
    });
  });

  test('a bit flipped and the view lost: never less than the commits that are left, never a byte gone', () =>
    each(0, log.length, (at) => {
      const whole = specimen.log.filter(({ start, end }) => end <= at || start > at + 1);
      return {
        files: { ...without(files, 'visits.txt'), 'visits.log': flip(log, at, (at + 3) % 8) },
        expected: { least: whole.at(-1)?.last ?? 0, most: whole.length > 0 ? total : Infinity },
      };
    }));

  test('a bit flipped in a commit that nobody was answered for: not acknowledged, not deleted', async () => {
    const { start, end, first } = specimen.log.at(-3) as Place;
    await each(start, end, (at) => ({
      files: { ...files, 'visits.log': flip(cut(log, end), at, at % 8), 'visits.txt': text(first - 1) },
      expected: { least: first - 1, most: first + 4 },
    }));
  });

  test('visits.txt cut or flipped in any bit: an integer counts, the rest is set aside', async () => {
    const view = text(total);
    const expected = (bytes: Buffer): Expected => {
      const content = bytes.toString('latin1').trim();
      const viewed = /^\d+$/.test(content) ? Number(content) : 0;
      return { least: Math.max(total, viewed), damage: viewed > total, tornBytes: 0 };
    };
    await each(
      0,
      size(view) * 8,
      (n) => {
        const bytes = flip(view, n >> 3, n & 7);
        return { files: { ...files, 'visits.txt': bytes }, expected: expected(bytes) };
      },
      1,
    );
    await each(
      0,
      size(view),
      (at) => {
        const bytes = cut(view, at);
        return { files: { ...files, 'visits.txt': bytes }, expected: expected(bytes) };
      },
      1,
    );
  });

  test('replica.json cut or flipped: known, refused as newer, or set aside and reported; the count stays', async () => {
    const replica = files['replica.json'] as Buffer;
    const expected = (bytes: Buffer): Expected => {
      const format = /^\{"format":([2-9])[,}]/.exec(bytes.toString('latin1'));
      if (format) return { least: 0, most: total, refused: 'format-unknown' };
      return { least: total, damage: !isReplica(bytes) };
    };
    await each(0, size(replica) * 8, (n) => {
      const bytes = flip(replica, n >> 3, n & 7);
      return { files: { ...files, 'replica.json': bytes }, expected: expected(bytes) };
    });
    await each(0, size(replica), (at) => {
      const bytes = cut(replica, at);
      return { files: { ...files, 'replica.json': bytes }, expected: expected(bytes) };
    });
  });

  test('LOCK cut or flipped: it is for people only', async () => {
    const lock = files['LOCK'] as Buffer;
    const clean = { least: total, damage: false, found: false };
    await each(0, size(lock), (at) => ({
      files: { ...files, LOCK: flip(lock, at, at % 8) },
      expected: clean,
    }));
    await each(0, size(lock), (at) => ({ files: { ...files, LOCK: cut(lock, at) }, expected: clean }));
  });
});

describe('two logs, after a rotation', () => {
  let previous: Buffer;
  let kept: number;

  beforeAll(async () => {
    specimen = await makeSpecimen(1400);
    files = specimen.files;
    log = files['visits.log'] as Buffer;
    previous = files['visits.log.1'] as Buffer;
    total = specimen.visits.length;
    kept = specimen.previous.at(-1)?.last ?? 0;
    expect(kept).toBeGreaterThan(0);
    expect(specimen.log[0]?.first).toBe(kept + 1);
  });

  test('the newer one cut at any byte: damage where the view knows more, torn where it does not', async () => {
    await each(0, log.length + 1, (at) => ({
      files: { ...files, 'visits.log': cut(log, at) },
      expected: { least: total, damage: at < log.length, found: at < log.length, tornBytes: 0 },
    }));
    await each(0, log.length + 1, (at) => {
      const { end = 0, last = kept } = lastBefore(specimen.log, at) ?? {};
      return {
        files: { ...files, 'visits.log': cut(log, at), 'visits.txt': text(last) },
        expected: { least: last, damage: false, found: false, tornBytes: at - end },
      };
    });
  });

  test('one bit of any byte of either flipped: the count stays', async () => {
    await each(0, log.length, (at) => ({
      files: { ...files, 'visits.log': flip(log, at, at % 8) },
      expected: { least: total, found: true, tornBytes: 0 },
    }));
    await each(0, previous.length, (at) => ({
      files: { ...files, 'visits.log.1': flip(previous, at, at % 8) },
      expected: { least: total, damage: true, found: true, tornBytes: 0 },
    }));
  });

  test('the older one cut at any byte: it is reported, the count stays', () =>
    each(1, previous.length, (at) => ({
      files: { ...files, 'visits.log.1': cut(previous, at) },
      expected: { least: total, damage: true, found: true, tornBytes: 0 },
    })));

  test.each(['no', 'an empty'])(
    'in the middle of a rotation, with %s newer one: the older one is all there is',
    async (which) => {
      const between =
        which === 'no' ? without(files, 'visits.log') : { ...files, 'visits.log': Buffer.alloc(0) };
      await each(0, previous.length + 1, (at) => ({
        files: { ...between, 'visits.log.1': cut(previous, at), 'visits.txt': text(kept) },
        expected: {
          least: kept,
          ...(at === 0 ? {} : { damage: at < previous.length, found: at < previous.length }),
          tornBytes: 0,
        },
      }));
      await each(0, previous.length, (at) => ({
        files: { ...between, 'visits.log.1': flip(previous, at, at % 8), 'visits.txt': text(kept) },
        expected: { least: kept, found: true, tornBytes: 0 },
      }));
    },
  );
});
