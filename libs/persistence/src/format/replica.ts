import { JournalError } from '../errors';
import { FORMAT, MAX_COUNT, REPLICA } from './layout';

/** The identity of this volume. Written once, and anew where the volume gets a new id. */
export interface Replica {
  readonly format: 1;
  /** Names the volume for good, whatever pod mounts it. */
  readonly replica: string;
  /** The count that was there before this id was given: it belongs to another id, or to nobody. */
  readonly base: number;
  readonly createdAt: string;
  readonly pod: string;
  readonly claim: string;
}

export type ReplicaContent =
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'known'; readonly replica: Replica };

/** Throws `format-unknown` where a newer version wrote it: refused, not guessed. */
export function parseReplica(bytes: Buffer | null): ReplicaContent {
  if (!bytes) return { kind: 'missing' };
  let found: Partial<Record<keyof Replica, unknown>> | null;
  try {
    found = JSON.parse(bytes.toString('utf8')) as typeof found;
  } catch {
    return { kind: 'unreadable' };
  }
  if (typeof found?.format === 'number' && found.format > FORMAT) {
    throw new JournalError('format-unknown', {
      detail: `${REPLICA} has format ${found.format}, we know ${FORMAT}.`,
    });
  }
  const { format, replica, base, createdAt } = found ?? {};
  const usable =
    format === FORMAT &&
    typeof replica === 'string' &&
    replica !== '' &&
    Number.isInteger(base) &&
    (base as number) >= 0 &&
    (base as number) <= MAX_COUNT;
  if (!usable) return { kind: 'unreadable' };
  return {
    kind: 'known',
    replica: {
      format,
      replica,
      base: base as number,
      createdAt: String(createdAt),
      pod: String(found?.pod ?? ''),
      claim: String(found?.claim ?? ''),
    },
  };
}

/** No id is ever given with a base above the volume's count: it proves as much. */
export function baseOf(content: ReplicaContent): number {
  return content.kind === 'known' ? content.replica.base : 0;
}
