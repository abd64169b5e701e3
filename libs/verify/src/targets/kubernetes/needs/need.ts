import { type Access, type Kind, KINDS } from '../client';

/** A permission that a step uses. */
export interface Need {
  readonly verb: Access['verb'];
  readonly kind: Kind;
  readonly subresource?: string;
  /** What the run does without it; a need that says nothing here must be met. */
  readonly without?: string;
}

type Verbs = readonly Access['verb'][];

export function need(
  kind: Kind,
  verbs: Verbs,
  more: { subresource?: string; without?: string } = {},
): Need[] {
  return verbs.map((verb) => ({ verb, kind, ...more }));
}

/** In the namespace of the sets, or cluster-wide for kinds that have none. */
export function accessOf({ verb, kind, subresource }: Need, namespace: string | undefined): Access {
  return {
    ...{ verb, kind },
    ...(subresource && { subresource }),
    ...(KINDS[kind].namespaced && namespace && { namespace }),
  };
}

const keyOf = ({ verb, kind, subresource }: Need) => `${kind}/${subresource ?? ''}/${verb}`;

/** Each once; one that must be met by any step must be met. */
export function union(needs: readonly Need[]): Need[] {
  const all = new Map<string, Need>();
  for (const one of needs) {
    const before = all.get(keyOf(one));
    if (!before || before.without !== undefined) all.set(keyOf(one), one);
  }
  return [...all.values()];
}
