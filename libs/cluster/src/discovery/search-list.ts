/** How this machine completes a name, see resolv.conf(5). */
export interface SearchList {
  readonly domains: readonly string[];
  /** A name with so many dots is tried as it stands first. */
  readonly ndots: number;
}

/** As glibc has it: a larger value counts as this one. */
const MAX_NDOTS = 15;

/** The last `search` or `domain` line holds, and the last `ndots`. */
export function parseResolvConf(text: string): SearchList {
  let domains: string[] = [];
  let ndots = 1;
  for (const line of text.split('\n')) {
    const [keyword = '', ...words] = line.trim().split(/\s+/);
    if (keyword === 'search') domains = words;
    else if (keyword === 'domain') domains = words.slice(0, 1);
    else if (keyword === 'options') {
      const given = words.map((word) => /^ndots:(\d{1,4})$/.exec(word)?.[1]).findLast(Boolean);
      if (given !== undefined) ndots = Math.min(Number(given), MAX_NDOTS);
    }
  }
  return { domains: domains.map((domain) => domain.replace(/\.$/, '')).filter(Boolean), ndots };
}

/** The whole names to ask for, in the order in which the system's resolver tries them. */
export function candidates(name: string, { domains, ndots }: SearchList): string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const completed = domains.map((domain) => `${name}.${domain}`);
  const dots = name.split('.').length - 1;
  return [...new Set(dots >= ndots ? [name, ...completed] : [...completed, name])];
}
