interface Kind {
  readonly shown: string;
  readonly here: string;
  /** The same thing of the page is the same thing here, and another one is another. */
  readonly isNamed?: boolean;
}

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
/** As Kubernetes encodes a hash, so that it holds no word: a letter for each digit of a 32-bit number, be it a small one. */
const hash = (letters: string) => `(?<=-)[bcdfghjklmnpqrstvwxz2456789]{${letters}}\\b`;

/** What differs from one cluster to another, and from one minute to the next. */
const kinds: readonly Kind[] = [
  { shown: `(?:${uuid}|\\b[0-9a-f]{8}-…)`, here: uuid, isNamed: true },
  { shown: '\\b\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z', here: '\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z' },
  { shown: '\\b\\d\\d:\\d\\d:\\d\\d\\b', here: '\\d\\d:\\d\\d:\\d\\d' },
  { shown: '\\b(?!127\\.)\\d+\\.\\d+\\.\\d+\\.\\d+\\b', here: '\\d+\\.\\d+\\.\\d+\\.\\d+', isNamed: true },
  { shown: '\\b(?=[a-f]*\\d)[0-9a-f]{8}\\b', here: '[0-9a-f]{8}', isNamed: true },
  { shown: hash('8,10'), here: hash('4,10'), isNamed: true },
  { shown: '\\b\\d+[smhd](?:\\d+[smh])?\\b', here: '\\d+[smhd](?:\\d+[smh])?' },
  { shown: ':3\\d{4}/TCP', here: ':\\d+/TCP' },
  { shown: '…', here: '.*?' },
  { shown: '[ \\t]+', here: '[ \\t]+' },
];
const anyKind = new RegExp(kinds.map(({ shown }) => `(${shown})`).join('|'), 'g');

/**
 * Compares what was said with what a page shows. Times, ages, addresses, ids and hashes may be others; an id or address
 * that the page shows twice is the same one both times. `…` stands for any text, alone on a line for any lines.
 */
export class Shown {
  private readonly names = new Map<string, string>();

  /** What is wrong, or null. */
  compare(shown: string, said: string): string | null {
    const lines = shown.trimEnd().split('\n');
    const text = `${said.trimEnd().replaceAll(/[ \t]+$/gm, '')}\n`;
    const [pattern, named] = patternOf(lines);
    const found = new RegExp(`^${pattern}$`).exec(text);
    if (!found) return differenceOf(lines, text);
    const problems = named.map((name, n) => this.differsFrom(name, found[n + 1]!)).filter(Boolean);
    return problems[0] ?? null;
  }

  private differsFrom(name: string, here: string): string | null {
    const before = this.names.get(name);
    if (before !== undefined && before !== here) return `${name} was ${before}, and is ${here}`;
    const [other] = [...this.names].find(([known, value]) => value === here && known !== name) ?? [];
    if (other !== undefined) return `${name} and ${other} are both ${here}`;
    this.names.set(name, here);
    return null;
  }
}

/** The first line of the page that is not there, and what was said in its place. */
function differenceOf(lines: readonly string[], text: string): string {
  const startsWith = (count: number) => new RegExp(`^${patternOf(lines.slice(0, count))[0]}`).exec(text)?.[0];
  let same = lines.length;
  while (startsWith(same) === undefined) same -= 1;
  const rest = text.slice(startsWith(same)!.length).trimEnd() || '(nothing)';
  return `the page shows\n  ${lines[same] ?? '(nothing more)'}\nwhere this was said\n${rest.replaceAll(/^/gm, '  ')}`;
}

/** The pattern, and what its groups are in the page. */
function patternOf(lines: readonly string[]): [string, string[]] {
  const named: string[] = [];
  const patterns = lines.map((line) => {
    if (line.trim() === '…') return '(?:.*\\n)*?';
    let pattern = '';
    let end = 0;
    for (const match of line.matchAll(anyKind)) {
      const kind = kinds[match.slice(1).findIndex((group) => group !== undefined)]!;
      pattern += escaped(line.slice(end, match.index));
      pattern += kind.isNamed ? `(${kind.here})` : kind.here;
      if (kind.isNamed) named.push(match[0]);
      end = match.index + match[0].length;
    }
    return `${pattern}${escaped(line.slice(end))}\\n`;
  });
  return [patterns.join(''), named];
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
