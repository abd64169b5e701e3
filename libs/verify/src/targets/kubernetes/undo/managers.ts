import { FIELD_MANAGER, type ObjectOf } from '../client';

type Set = ObjectOf<'StatefulSet'>;
export type ManagedField = NonNullable<NonNullable<Set['metadata']>['managedFields']>[number];

const keyOf = ({ manager, operation, subresource, time }: ManagedField) =>
  [manager, operation, subresource, time].join(' ');

/** Who else changed the spec since it was `before`: not us, and not the status. */
export function othersSince(
  before: readonly ManagedField[] = [],
  now: readonly ManagedField[] = [],
): ManagedField[] {
  const known = new Set(before.map(keyOf));
  return now.filter(
    (entry) =>
      entry.manager !== FIELD_MANAGER &&
      entry.subresource !== 'status' &&
      !known.has(keyOf(entry)) &&
      (entry.fieldsV1 as Record<string, unknown> | undefined)?.['f:spec'] !== undefined,
  );
}

/** Whether an entry covers the place, given as a JSON pointer: `/spec/replicas`. */
export function covers({ fieldsV1 }: ManagedField, pointer: string): boolean {
  let fields: unknown = fieldsV1;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    fields = (fields as Record<string, unknown> | undefined)?.[`f:${name}`];
    if (fields === undefined) return false;
    // A leaf: all below is its.
    if (Object.keys(fields as object).length === 0) return true;
  }
  return true;
}

/** `spec.replicas, spec.template`: what an entry covers, in short. */
export function fieldsOf({ fieldsV1 }: ManagedField): string {
  const spec = (fieldsV1 as { 'f:spec'?: object } | undefined)?.['f:spec'] ?? {};
  const names = Object.keys(spec).map((name) => `spec.${name.replace(/^f:/, '')}`);
  return names.join(', ');
}
