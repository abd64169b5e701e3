import { one, type Plant } from './planted';

/**
 * The same of the opening and the readers. Not here, for a second defence keeps the promise:
 * - the cut of a torn tail is not synced: the last commit's second write syncs the same file; where there is none,
 *   the tail comes back as what it was, torn;
 * - a checksum is not checked: a lost sector never leaves whole lines, so only rot shows it (every-byte.spec.ts);
 * - a NUL behind the view makes it foreign: crash-found.spec.ts has it; by chance it takes thousands of seeds;
 * - a view that was written short counts as written: what it held is overwritten as a whole, so only its LF can lack;
 * - a reader ignores who serves: no seed has shown it yet;
 * - a reader does not see that the path changed: an old log is behind its view, and that makes it look again.
 */
export const RECOVERING: readonly Plant[] = [
  one('a torn tail is not cut', 'opening.ts', 'await log.truncate(tail.end);\n  await log.sync();', ''),
  one('a torn tail is not kept', 'opening.ts', 'await keepTorn(volume, tail.rest);', ''),
  one(
    'the last commit is not written again',
    'opening.ts',
    'const last = rewriteLast(volume, log, tail, previous);',
    'const last = Promise.resolve();',
  ),
  one('what is written again is not synced', 'opening.ts', 'await log.datasync();\n  } else', '} else'),
  one(
    'no room is asked for before the opening',
    'opening.ts',
    'room = probe(volume);',
    'room = Promise.resolve();',
  ),
  one('an adopted count is not synced', 'opening.ts', 'if (findings.beyondLog) await view.sync();', ''),
  {
    name: 'no directory sync at the opening',
    edits: [
      {
        file: 'opening.ts',
        find: 'isNamed ? volume.sync() : Promise.resolve()',
        replace: 'Promise.resolve()',
      },
      { file: 'opening.ts', find: 'if (!isNamed) await volume.sync();', replace: '' },
    ],
  },
  one(
    'a log is created beside one that was renamed a moment ago',
    'opening.ts',
    'if (found === null) await volume.sync();',
    '',
  ),
  one(
    'the previous log is not looked at',
    'opening.ts',
    'const file = tail.commit ? null : await openIfThere(volume, PREVIOUS_LOG);',
    'const file = null as File | null;',
  ),
  one(
    'damage without LF gets the next commit on its line',
    'opening.ts',
    "await writeFully(log, Buffer.from('\\n'), tail.size);",
    '',
  ),
  one(
    'the view is not written at the opening',
    'view.ts',
    'const length = await view.write(count);',
    'const length = size; view.#count = count;',
  ),
  one(
    'a short write counts as whole',
    'transfer.ts',
    'while (written < bytes.length)',
    'while (written < 0)',
  ),
  {
    name: 'the reader takes the view before the log',
    edits: [
      {
        file: 'reader.ts',
        find: 'const log = await tailOf(volume, LOG);',
        replace: 'const view = await readView(volume);\n  const log = await tailOf(volume, LOG);',
      },
      {
        file: 'reader.ts',
        find: 'isServed(volume);\n  const view = await readView(volume);',
        replace: 'isServed(volume);',
      },
    ],
  },
  one(
    'the reader believes the newest commit',
    'reader.ts',
    'const inRange = served && ',
    'const inRange = false && ',
  ),
  one(
    'the reader ignores the previous log',
    'reader.ts',
    'const previous = log?.tail.commit ? null : await tailOf(volume, PREVIOUS_LOG);',
    'const previous = null as Awaited<ReturnType<typeof tailOf>>;',
  ),
  one(
    'a trailer counts without its LF',
    'recover.ts',
    'let end = bytes.lastIndexOf(LF) + 1;',
    'if (bytes.length > 0 && bytes.at(-1) !== LF) { const whole = commitEndingAt(Buffer.concat([bytes, Buffer.of(LF)]), bytes.length + 1, wholeFile); if (whole) return { ...whole, end: bytes.length }; }\n  let end = bytes.lastIndexOf(LF) + 1;',
  ),
  one(
    'damage is taken for a torn tail',
    'recover.ts',
    "const damaged = (detail: string): Tail => ({ kind: 'damaged', detail });",
    "const damaged = (_: string): Tail => ({ kind: 'torn' });",
  ),
  one('a torn tail is taken for damage', 'recover.ts', "return { kind: 'torn' };", "return damaged('torn');"),
];
