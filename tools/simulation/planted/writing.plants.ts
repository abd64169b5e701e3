import { one, type Plant } from '@visits/testing/planted/planted';

/** Where a commit, and where a check, brings the view to the count. */
const VIEW_BEHIND = 'if ($VIEW.count !== $COUNT) await this.$WRITE();';

/**
 * What someone may one day take out of the journal as needless. Not here, for a second defence keeps the promise:
 * - a failed write is tried again: what is written anew is dirty anew, so its sync covers it;
 * - LOCK's path is not compared with the file that is locked: the log's own lock still keeps the second writer out.
 * Nor what takes thousands of seeds: the process forgets what it reported itself (somebody removes log and view at once).
 */
export const WRITING: readonly Plant[] = [
  one(
    'the last count is counted over',
    'while (this.$NEXT < this.$ENTRIES.length && $COUNT + $BATCH.length < MAX_COUNT) $GOON;',
    'while (this.$NEXT < this.$ENTRIES.length) $GOON;',
  ),
  one(
    'no fsync before the answer',
    "const $LOG = await $VOLUME.open(LOG, 'synced'); let $VIEW: View | null = null;",
    "const $LOG = await $VOLUME.open(LOG, 'create'); let $VIEW: View | null = null;",
  ),
  one(
    'no fsync before the answer, in a new log',
    "await $VOLUME.sync(); const $LOG = await $VOLUME.open(LOG, 'synced');",
    "await $VOLUME.sync(); const $LOG = await $VOLUME.open(LOG, 'create');",
  ),
  {
    name: 'the view is written before the sync',
    edits: [
      { find: VIEW_BEHIND },
      {
        find: 'await writeFully($LOG, $BYTES, $OFFSET); return (performance.now() - $START) / 1000;',
        replace:
          'await $VIEW.write($COUNT + Number(/#(\\d+):.{8}\\n$/.exec($BYTES.toString())?.[1])).catch(() => undefined); await writeFully($LOG, $BYTES, $OFFSET); return (performance.now() - $START) / 1000;',
      },
    ],
  },
  one(
    'the cut is not synced before the refusal',
    'await $LOG.truncate($OFFSET); await $LOG.sync(); return $REFUSAL;',
    'await $LOG.truncate($OFFSET); return $REFUSAL;',
  ),
  one(
    'a refused visit is kept',
    'await $LOG.truncate($OFFSET); await $LOG.sync(); return $REFUSAL;',
    'return $REFUSAL;',
  ),
  one(
    'a cut that failed is reported as a refusal',
    'return unknown($REASON);',
    'return new CommitFailure($REASON, $REASON);',
  ),
  one('a view that could not be written is forgotten', VIEW_BEHIND, ''),
  one('the view is not written after a commit', '[this.$KEPT(), this.$WRITE()]', '[this.$KEPT(), null]'),
  one('a removed log takes visits', 'links === 0', 'false'),
  one(
    'what a removed log took is reported as refused, and the view counts it',
    "if ($KEPT.status === 'rejected') throw unknown(asJournalError($KEPT.reason));",
    "if ($KEPT.status === 'rejected') throw new CommitFailure(asJournalError($KEPT.reason), asJournalError($KEPT.reason));",
  ),
  one(
    'nobody looks whether the files are still ours',
    '$IDENTITY ??= (await $LOG.stat()).identity;',
    'if (Date.now() > 0) return;\n    $IDENTITY ??= (await $LOG.stat()).identity;',
  ),
  one(
    'the next commit overwrites the last one',
    '$OFFSET += $BYTES.length; $COUNT += $BATCH.lines.length;',
    '$OFFSET += $BYTES.length - 1; $COUNT += $BATCH.lines.length;',
  ),
  one(
    'the new log begins one byte late',
    '$LOG = await rotate($$FILES); $IDENTITY = null; $OFFSET = 0;',
    '$LOG = await rotate($$FILES); $IDENTITY = null; $OFFSET = 1;',
  ),
  {
    name: 'the count starts again with a new log',
    edits: [
      { find: VIEW_BEHIND },
      {
        find: '$LOG = await rotate($$FILES); $IDENTITY = null; $OFFSET = 0;',
        replace: '$LOG = await rotate($$FILES); $IDENTITY = null; $OFFSET = 0; $COUNT = 0;',
      },
    ],
  },
  one(
    'no directory sync before the new log',
    'await $VOLUME.rename(LOG, PREVIOUS_LOG); await $VOLUME.sync();',
    'await $VOLUME.rename(LOG, PREVIOUS_LOG);',
  ),
  one(
    'no directory sync behind the new log',
    'if ($SIZE > 0 || !lockLog($LOG)) throw $ERROR; await $VOLUME.sync();',
    'if ($SIZE > 0 || !lockLog($LOG)) throw $ERROR;',
  ),
  one(
    'damage in the previous log is dropped by a rotation',
    'await setAside($VOLUME, PREVIOUS_LOG, $NAME); await $VOLUME.sync();',
    '',
  ),
  one('a log before that nobody has read is dropped', "if ($PREVIOUS === 'unknown') return;", ''),
  one('the log is not locked', '$LOG.tryLock({ offset: 0, length: 1 })', '$LOG !== null'),
  one('a rotation goes on in a log that somebody else wrote', '$SIZE > 0 || !lockLog($LOG)', '$SIZE < 0'),
  one('LOCK is not locked', '$FILE.tryLock(WRITER)', '$FILE'),
  one('readers do not see that somebody serves', '$SERVING = $FILE.tryLock(SERVING);', '$SERVING = true;'),
  {
    name: 'a stalled journal opens again before the call returns',
    edits: [
      { find: 'this.$RUN = this.$LIVE();' },
      {
        find: "$OBSERVER.onError?.('stalled');",
        replace: "$OBSERVER.onError?.('stalled');\n    void this.$LIVE();",
      },
    ],
  },
  one(
    'what was in a stalled commit is reported as refused',
    "$ENTRY.reject(new JournalError('outcome-unknown', { cause: $REASON }))",
    '$ENTRY.reject($REASON)',
  ),
  {
    name: 'counts are given before the flush',
    edits: [
      { find: 'const $NEXT = this.$ENTRIES[this.$AT] as Entry;' },
      {
        find: 'this.$ENTRIES.push($ENTRY);',
        replace:
          'this.$ENTRIES.push($ENTRY); this.last = (this.last ?? 0) + 1; (this.given ??= new Map()).set($ENTRY, this.last);',
      },
      {
        find: 'const $N = $BEFORE + $TAKEN.length + 1; $TAKEN.push($NEXT);',
        replace:
          'this.last = Math.max(this.last, $BEFORE); const $N = this.given.get($NEXT); $TAKEN.push($NEXT);',
      },
    ],
  },
];
