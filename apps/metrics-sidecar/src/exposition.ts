/** What a page of metrics in the text format 0.0.4 is checked for before it is passed on. */
export type CheckedPage = { ok: true; text: string } | { ok: false; problem: string };

// prom-client writes Nan, Prometheus reads it in any case.
const sample =
  /^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{.*\})? (?:[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|Inf)|[Nn]a[Nn])(?: -?\d+)?$/;
const type = /^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (?:counter|gauge|histogram|summary|untyped)$/;
const suffix = /_(?:bucket|sum|count)$/;

/**
 * Accepts a page only whole: every line is a comment or a sample of a family declared once, and no family is one
 * of `taken`. A half page, or one that repeats our own names, would make Prometheus refuse the entire scrape.
 */
export function checkPage(page: string, taken: ReadonlySet<string>): CheckedPage {
  const families = new Set<string>();
  for (const line of page.split('\n')) {
    if (line === '') continue;
    const declared = type.exec(line)?.[1];
    if (declared !== undefined) {
      if (families.has(declared)) return { ok: false, problem: `${declared} is declared twice` };
      if (taken.has(declared)) return { ok: false, problem: `${declared} is the sidecar's own name` };
      families.add(declared);
    } else if (!line.startsWith('# ')) {
      const name = sample.exec(line)?.[1];
      if (name === undefined) return { ok: false, problem: 'a line is no sample' };
      if (!families.has(name) && !families.has(name.replace(suffix, ''))) {
        return { ok: false, problem: `${name} has no TYPE` };
      }
    }
  }
  if (families.size === 0) return { ok: false, problem: 'it holds no metric' };
  return { ok: true, text: page.endsWith('\n') ? page : `${page}\n` };
}
