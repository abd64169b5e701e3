/** One place in which two values differ, as RFC 6902 writes it. */
export type Operation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What makes `from` equal to `to`: maps key by key, lists as a whole. */
export function differences(from: unknown, to: unknown, path = ''): Operation[] {
  if (equal(from, to)) return [];
  if (!isMap(from) || !isMap(to)) return [{ op: 'replace', path, value: to }];
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return keys.flatMap((key): Operation[] => {
    const place = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (to[key] === undefined) return from[key] === undefined ? [] : [{ op: 'remove', path: place }];
    if (from[key] === undefined) return [{ op: 'add', path: place, value: to[key] }];
    return differences(from[key], to[key], place);
  });
}

export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, n) => equal(item, b[n]));
  if (!isMap(a) || !isMap(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => equal(a[key], b[key]));
}
