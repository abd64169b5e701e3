import { type LogLine } from '../volume/log';
import { provedCount, type Volume } from '../volume/volume';

export interface Alignment {
  /** The lines that came after the baseline. */
  readonly lines: readonly LogLine[];
  /** What `after` should hold of `before` and does not. */
  readonly lost: { readonly expected: string; readonly at: string } | undefined;
}

/** Lines are compared, not bytes: a reader of this page may have written the same commits in other groups. */
export function sameLine(a: LogLine, b: LogLine): boolean {
  return a.n === b.n && a.at === b.at && a.text === b.text;
}

/** Where `after` goes on from `before`. Only whole files that rotation dropped may be missing at its front. */
export function align(before: Volume, after: Volume, mayHaveDropped: boolean): Alignment {
  const old = before.lines;
  // Of a large `before` only its end was copied: what stands in front of it was not compared.
  const skipped = before.headCut && old[0] ? after.lines.findIndex((line) => sameLine(line, old[0]!)) : 0;
  const now = skipped > 0 ? after.lines.slice(skipped) : after.lines;
  const baseline = provedCount(before);
  const above = now.filter(({ n }) => n > baseline);
  const lost = (expected: string, at: string): Alignment => ({ lines: above, lost: { expected, at } });
  if (old.length === 0) {
    const [first] = now;
    if (first && first.n <= baseline) return lost(`a count above ${baseline}`, place(first));
    if (!first && provedCount(after) < baseline) return lost(`the count ${baseline}`, after.directory);
    return { lines: now, lost: undefined };
  }
  const first = now[0];
  if (!first) return lost(show(old[0]!), place(old[0]!));
  const from = old.findIndex((line) => sameLine(line, first));
  if (from < 0) {
    if (mayHaveDropped && first.n > old.at(-1)!.n) return { lines: now, lost: undefined };
    const expected = old.find(({ n }) => n === first.n) ?? old[0]!;
    return lost(show(expected), place(expected));
  }
  if (from > 0 && !mayHaveDropped) return lost(show(old[0]!), place(old[0]!));
  for (let i = from; i < old.length; i++) {
    const found = now[i - from];
    if (!found || !sameLine(old[i]!, found)) return lost(show(old[i]!), place(old[i]!));
  }
  return { lines: now.slice(old.length - from), lost: undefined };
}

export function place({ file, line }: { file: string; line: number }): string {
  return `${file}#${line}`;
}

function show({ at, n, text }: LogLine): string {
  return `the line \`${at} ${n} ${text}\``;
}
