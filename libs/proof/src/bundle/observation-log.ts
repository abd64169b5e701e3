import {
  type Observation,
  type ObservationKind,
  type ObservationOf,
  observationSchema,
} from './observations';

/** Where an observation stands, so that evidence can say `observations.ndjson#12`. */
export type Placed<T> = T & { readonly line: number };

export interface ObservationLog {
  of<K extends ObservationKind>(kind: K): readonly Placed<ObservationOf<K>>[];
  /** Lines that are none: unlike unknown kinds, which are ignored, they may have said anything. */
  readonly unreadable: readonly number[];
}

/** What follows the last LF is dropped: a run that was stopped may leave half a line. */
export function parseObservations(bytes: Uint8Array | undefined): ObservationLog {
  const byKind = new Map<ObservationKind, Placed<Observation>[]>();
  const unreadable: number[] = [];
  const lines = bytes ? Buffer.from(bytes).toString('utf8').split('\n').slice(0, -1) : [];
  for (const [index, text] of lines.entries()) {
    const json = parseJson(text);
    const { data } = observationSchema.safeParse(json);
    if (data) {
      const held = byKind.get(data.kind) ?? [];
      held.push({ ...data, line: index + 1 });
      byKind.set(data.kind, held);
    } else if (!isUnknownKind(json)) unreadable.push(index + 1);
  }
  return {
    of: <K extends ObservationKind>(kind: K) => (byKind.get(kind) ?? []) as Placed<ObservationOf<K>>[],
    unreadable,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const KINDS = new Set<string>(observationSchema.options.map((option) => option.shape.kind.value));

function isUnknownKind(json: unknown): boolean {
  const kind = (json as { kind?: unknown } | null | undefined)?.kind;
  return typeof kind === 'string' && !KINDS.has(kind);
}
