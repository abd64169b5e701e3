/** The rows of the first table below a heading of a Markdown text, cell by cell, without the table's own head. */
export function tableBelow(markdown: string, heading: string): string[][] {
  const [, below] = markdown.split(`\n${heading}\n`);
  if (below === undefined) throw new Error(`no heading "${heading}"`);
  const lines = below.split('\n');
  const start = lines.findIndex((line) => line.startsWith('|'));
  if (start < 0) throw new Error(`no table below "${heading}"`);
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines.slice(start + 2, end < 0 ? undefined : end).map(cells);
}

function cells(line: string): string[] {
  return line
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replace(/^`(.*)`$/, '$1'));
}
