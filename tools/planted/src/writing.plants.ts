import { one, type Plant } from './planted';

/**
 * What someone may one day take out of the journal as needless. Not here, for a second defence keeps the promise:
 * - LOCK's path is not compared with the file that is locked: the log's own lock still keeps the second writer out.
 * Nor what takes thousands of seeds: the process forgets what it told itself (somebody removes log and view at once).
 */
export const WRITING: readonly Plant[] = [
  one(
    'no fsync before the answer',
    'session.ts',
    'this.#log.datasync(), this.#log.stat()',
    'null, this.#log.stat()',
  ),
  one(
    'a failed fsync is tried again',
    'session.ts',
    'this.#log.datasync(), this.#log.stat()',
    'this.#log.datasync().catch(() => this.#log.datasync()), this.#log.stat()',
  ),
  one(
    'the view is written before the sync',
    'session.ts',
    'await writeFully(this.#log, bytes, this.#offset);',
    'await writeFully(this.#log, bytes, this.#offset); await this.parts.view.write(this.#count + Number(/#(\\d+):.{8}\\n$/.exec(bytes.toString())?.[1])).catch(() => undefined);',
  ),
  one(
    'the cut is not synced before the refusal',
    'session.ts',
    'await this.#log.sync();\n      return',
    'return',
  ),
  one(
    'a refused visit is kept',
    'session.ts',
    'await this.#log.truncate(this.#offset);\n      await this.#log.sync();',
    '',
  ),
  one(
    'a cut that failed is told as a refusal',
    'session.ts',
    "new JournalError('outcome-unknown', { detail, cause: reason }), reason",
    'reason, reason',
  ),
  one(
    'a view that could not be written is forgotten',
    'session.ts',
    'if (this.parts.view.count !== this.#count) await this.#writeView();\n      if',
    'if',
  ),
  one(
    'the view is not written after a commit',
    'session.ts',
    'await this.#writeView().catch(this.onViewError);\n    return',
    'return',
  ),
  one('a removed log takes visits', 'session.ts', 'if (stat.value.links === 0)', 'if (false)'),
  one(
    'nobody looks whether the files are still ours',
    'session.ts',
    'async check(): Promise<void> {',
    'async check(): Promise<void> {\n    if (Date.now() > 0) return;',
  ),
  one(
    'the next commit overwrites the last one',
    'session.ts',
    'this.#offset += bytes.length;',
    'this.#offset += bytes.length - 1;',
  ),
  one('the new log begins one byte late', 'session.ts', 'this.#offset = 0;', 'this.#offset = 1;'),
  one(
    'the count starts again with a new log',
    'session.ts',
    'this.#offset = 0;',
    'this.#offset = 0; this.#count = 0;',
  ),
  one('no directory sync before the new log', 'rotation.ts', 'await volume.sync(); // else', '// else'),
  one(
    'no directory sync behind the new log',
    'rotation.ts',
    'await volume.sync();\n    return log;',
    'return log;',
  ),
  one(
    'damage in the previous log is dropped by a rotation',
    'rotation.ts',
    'if (await holdsUnknownBytes(volume))',
    'if (false)',
  ),
  one(
    'the log is not locked',
    'rotation.ts',
    'return log.tryLock({ offset: 0, length: 1 });',
    'return log !== null;',
  ),
  one(
    'a rotation goes on in a log that somebody else wrote',
    'rotation.ts',
    'if (size > 0 || !lockLog(log))',
    'if (size < 0)',
  ),
  one('LOCK is not locked', 'lock.ts', 'if (file.tryLock(WRITER))', 'if (file)'),
  one(
    'readers are not told that somebody serves',
    'lock.ts',
    'this.#serving = this.file.tryLock(SERVING);',
    'this.#serving = true;',
  ),
  one(
    'a stalled journal opens again before the call returns',
    'journal.ts',
    "this.#observer.onError?.('stalled');",
    "this.#observer.onError?.('stalled');\n    void this.#live();",
  ),
  one(
    'what was in a stalled commit is told as refused',
    'journal.ts',
    "entry.reject(new JournalError('outcome-unknown', { cause: reason }));",
    'entry.reject(reason);',
  ),
  {
    name: 'counts are given before the flush',
    edits: [
      {
        file: 'commit-queue.ts',
        find: 'this.#entries.push(entry);',
        replace: 'this.#entries.push(entry); this.#given.set(entry, (this.#last += 1));',
      },
      {
        file: 'commit-queue.ts',
        find: '#next = 0;\n\n  constructor',
        replace: '#next = 0;\n  #last = 0;\n  #given = new Map<Entry, number>();\n\n  constructor',
      },
      {
        file: 'commit-queue.ts',
        find: 'const n = count + entries.length + 1;',
        replace: 'this.#last = Math.max(this.#last, count); const n = this.#given.get(entry) as number;',
      },
    ],
  },
];
