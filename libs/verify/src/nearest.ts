import leven from 'leven';

/** The name that takes the fewest changes to type. */
export function nearest(typed: string, names: readonly string[]): string {
  const far = (name: string) => leven(name.toLowerCase(), typed.toLowerCase());
  return [...names].sort((a, b) => far(a) - far(b))[0] ?? '';
}
