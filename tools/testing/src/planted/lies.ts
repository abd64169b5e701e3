import { LIES as TABLE, type FindingCode } from '@visits/proof';
import { type Edit, plant, readSources } from './planted';

export interface Lie {
  /** As the judge's self-test calls it; its codes are those of that table. */
  readonly name: keyof typeof TABLE;
  readonly edits: readonly Edit[];
  /** What is played. */
  readonly only: readonly string[];
  /** The one of them that convicts; `run` is what no scenario answers for. */
  readonly by: string;
}

const sources = readSources(['persistence', 'cluster', 'visits']);

/** The sources of the services with the lie in them. */
export const changedBy = ({ edits }: { edits: readonly Edit[] }): Record<string, string> =>
  Object.fromEntries(plant(sources, edits));

export const codesOf = ({ name }: Lie): readonly FindingCode[] => TABLE[name].codes;

const RECORDED = '$VISIT = await this.$JOURNAL.append($TEXT, $AT);';

/** What a service could tell its callers, planted into the services themselves. */
export const LIES: readonly Lie[] = [
  {
    name: 'ack from memory',
    edits: [
      {
        find: 'const $FIGURES = await $SESSION.commit($BATCH);',
        replace:
          'for (const [index, entry] of $BATCH.entries.entries()) entry.resolve($BATCH.visits[index]); await new Promise((resume) => setTimeout(resume, 50)); const $FIGURES = await $SESSION.commit($BATCH);',
      },
    ],
    only: ['isolation', 'kill'],
    by: 'kill',
  },
  {
    name: 'counted twice',
    edits: [
      {
        find: RECORDED,
        replace: `${RECORDED} if ($VISIT.n % 10 === 0) await this.$JOURNAL.append($TEXT, $AT);`,
      },
    ],
    only: ['isolation', 'probes'],
    by: 'run',
  },
  {
    name: 'probes counted',
    edits: [{ find: "if (isChecker(one(headers['user-agent']))) return false;", replace: '' }],
    only: ['isolation', 'probes'],
    by: 'probes',
  },
  {
    name: 'refusal counted',
    edits: [
      { find: RECORDED, replace: `${RECORDED} if ($VISIT.n % 10 === 0) throw new JournalError('io-error');` },
    ],
    only: ['isolation', 'probes'],
    by: 'run',
  },
  {
    name: 'old count after a restart',
    edits: [
      {
        find: 'this.$OFFSET = $PARTS.offset; this.$COUNT = $PARTS.count;',
        replace: 'this.$OFFSET = $PARTS.offset; this.$COUNT = Math.max(0, $PARTS.count - 3);',
      },
    ],
    only: ['isolation', 'kill'],
    by: 'kill',
  },
  {
    name: 'lock ignored',
    edits: [
      { find: '$FILE.tryLock(WRITER)', replace: '$FILE' },
      { find: '$SERVING = $HELD.tryLock(SERVING);', replace: '$SERVING = true;' },
      { find: '$LOG.tryLock({ offset: 0, length: 1 })', replace: '$LOG !== null' },
    ],
    only: ['isolation', 'two-writers'],
    by: 'two-writers',
  },
  {
    name: 'total of live pods only',
    edits: [
      {
        find: 'const $SHOWN = new Map($DURABLE); if ($OWN) $REST; const $TOTAL = sum($SHOWN);',
        replace:
          'const $SHOWN = new Map([...$DURABLE].filter(([replica]) => live.has(replica))); if ($OWN) $REST; const $TOTAL = sum($SHOWN);',
      },
    ],
    only: ['isolation', 'scale', 'total'],
    by: 'total',
  },
  {
    name: 'id rewritten',
    edits: [
      {
        find: "if ($FOUND.kind === 'known') return $FOUND.replica; const { pod, claim } = $OPTIONS;",
        replace: 'const { pod, claim } = $OPTIONS;',
      },
    ],
    only: ['identity', 'isolation', 'kill'],
    by: 'identity',
  },
];

/** A killed process shows nothing of it: it takes a volume whose power is cut. */
export const BEFORE_FSYNC: Lie = {
  name: 'ack before fsync',
  edits: [
    {
      find: "const $LOG = await $VOLUME.open(LOG, 'synced'); let $VIEW: View | null = null;",
      replace: "const $LOG = await $VOLUME.open(LOG, 'create'); let $VIEW: View | null = null;",
    },
  ],
  only: ['isolation', 'power'],
  by: 'power',
};
