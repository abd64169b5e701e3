import { one, type Plant } from '@visits/testing/planted/planted';

/**
 * The same of the opening and the readers. Not here, for a second defence keeps the promise:
 * - the cut of a torn tail is not synced: the last commit's second write syncs the same file; where there is none,
 *   the tail comes back as what it was, torn;
 * - what is written again is not synced with all before it: only what somebody copied needs it (durability.spec.ts);
 * - a checksum is not checked: a lost sector never leaves whole lines, so only rot shows it (every-byte.spec.ts);
 * - an integer of another form is written over, then cut: adoption-crash.spec.ts crashes at each call of it; by chance
 *   it takes tens of thousands of seeds;
 * - a NUL behind the view makes it foreign: crash-found.spec.ts has it; by chance it takes thousands of seeds;
 * - a view that was written short counts as written: what it held is overwritten as a whole, so only its LF can lack;
 * - a reader ignores who serves: no seed has shown it yet;
 * - a reader does not see that the path changed: an old log is behind its view, and that makes it look again.
 * Nor what StrykerJS says of the one judge of a tail: torn for damaged and damaged for torn (docs/mutants.md).
 */
export const RECOVERING: readonly Plant[] = [
  one('a torn tail is not cut', 'await $LOG.truncate($TAIL.end); await $LOG.sync();', ''),
  one('a torn tail is not kept', 'await $KEEP($VOLUME, $TAIL.rest);', ''),
  one(
    'the last commit is not written again',
    'const $LAST = rewriteLast($$PLACES);',
    'const $LAST = Promise.resolve();',
  ),
  one('no room is asked for before the opening', '$ROOM = probe($VOLUME);', '$ROOM = Promise.resolve();'),
  one('an adopted count is not synced', 'if ($FINDINGS.beyondLog) await $VIEW.sync();', ''),
  {
    name: 'no directory sync at the opening',
    edits: [
      { find: '$NAMED ? $VOLUME.sync() : Promise.resolve()', replace: 'Promise.resolve()' },
      { find: 'if (!$NAMED) await $VOLUME.sync();', replace: '' },
    ],
  },
  one(
    'a log is created beside one that was renamed a moment ago',
    'if ($FOUND === null) await $VOLUME.sync();',
    '',
  ),
  one(
    'the previous log is not looked at',
    'return { $TAIL, previous: await previousOf($VOLUME, $TAIL) };',
    'return { $TAIL, previous: null };',
  ),
  one(
    'damage without LF gets the next commit on its line',
    "const $END = Buffer.from(' \\n'); await writeFully($LOG, $END, $TAIL.size); return $TAIL.size + $END.length;",
    'return $TAIL.size;',
  ),
  one(
    'an integer of another form is written over in place',
    'if (!$OURS || ($PROOF && !$SAME)) await replaceFile($VOLUME, VIEW, $BYTES);',
    '',
  ),
  {
    name: 'the view is not written at the opening',
    edits: [
      { find: 'if ((await this.file.write($BYTES, 0)) < $BYTES.length) $FAIL; this.$HELD = $WRITTEN;' },
      { find: 'await $VIEW.write($COUNT); return $VIEW;', replace: '$VIEW.$HELD = $COUNT; return $VIEW;' },
    ],
  },
  one(
    'a short write counts as whole',
    'let $WRITTEN = await $FILE.write($BYTES, $POSITION); while ($WRITTEN < $BYTES.length) $GOON;',
    'await $FILE.write($BYTES, $POSITION);',
  ),
  {
    name: 'the reader takes the view before the log',
    edits: [
      {
        find: 'const $SERVED = await isServed($VOLUME); const $VIEW = await readView($VOLUME); const $NOW = await $VOLUME.stat(LOG); if ($CHANGED) return null;',
        replace:
          'const $SERVED = await isServed($VOLUME);\n  const $NOW = await $VOLUME.stat(LOG);\n  if ($CHANGED) return null;',
      },
      {
        find: 'const $LOG = await $TAIL($VOLUME, LOG);',
        replace: 'const $VIEW = await readView($VOLUME);\n  const $LOG = await $TAIL($VOLUME, LOG);',
      },
    ],
  },
  one(
    'the reader believes the newest commit',
    '$SERVED && $VIEWED !== null && $VIEWED >= $COMMIT.first - 1',
    'false',
  ),
  one(
    'the reader ignores the previous log',
    'const $PREVIOUS = await previousOf($$LOG);',
    'const $PREVIOUS = null as Awaited<ReturnType<typeof previousOf>>;',
  ),
  one(
    'a trailer counts without its LF',
    'const $CHECK = new CommitCheck($BYTES); let $MARK = markBefore($CHECK, $END);',
    'if ($END === $BYTES.length && $END > 0 && $BYTES.at(-1) !== 0x0a) { const whole = lastCommit(Buffer.concat([$BYTES, Buffer.of(0x0a)]), wholeFile); if (whole?.end === $END + 1) return { ...whole, end: $END }; }\n  const $CHECK = new CommitCheck($BYTES); let $MARK = markBefore($CHECK, $END);',
  ),
];
