import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { type Registry } from 'prom-client';

const page = join(import.meta.dirname, '../../../docs/metrics.md');
const head = ['metric', 'type', 'labels', 'unit', 'meaning', 'what it is for'];

const units: readonly (readonly [RegExp, string])[] = [
  [/(timestamp|start_time)_seconds$/, 's since 1970'],
  [/_seconds(_total)?$/, 's'],
  [/_bytes(_total)?$/, 'bytes'],
  [/visits(_total)?$/, 'visits'],
  [/lines_.*_total$/, 'lines'],
  [/_errors_total$|_failures_total$/, 'failures'],
];

/**
 * For tests: the table below `heading` in docs/metrics.md names the registry's metrics that `belongs` takes, each with
 * its type, labels, unit and meaning, and says of each what it is for. `WRITE_GOLDEN=1` writes all but the last.
 */
export async function expectDocumented(
  registry: Registry,
  heading: string,
  belongs: (name: string) => boolean = () => true,
): Promise<void> {
  const metrics = (await registry.getMetricsAsJSON()).filter(({ name }) => belongs(name));
  const code = (text: string) => `\`${text}\``;
  const rows = metrics.map(({ name, help, type }) => [
    code(name),
    String(type),
    labelsOf(registry, name).map(code).join(', ') || '–',
    units.find(([pattern]) => pattern.test(name))?.[1] ?? '–',
    help.replaceAll('|', '\\|'),
  ]);
  const purposes = new Map(documented(heading).map((cells) => [cells[0], cells.at(-1) ?? '']));
  if (process.env.WRITE_GOLDEN) {
    const table = [head, head.map(() => '---'), ...rows.map((row) => [...row, purposes.get(row[0]) ?? ''])];
    const text = await format(table.map((row) => `| ${row.join(' | ')} |`).join('\n'), {
      parser: 'markdown',
    });
    const markdown = readFileSync(page, 'utf8');
    writeFileSync(
      page,
      markdown.replace(tableBelow(heading), () => text),
    );
  }
  expect(documented(heading).map((cells) => cells.slice(0, -1))).toEqual(rows);
  for (const cells of documented(heading)) expect(cells).toEqual(cells.map(() => expect.stringMatching(/./)));
}

/** All of them, also those of a histogram whose series begin with the first value. */
function labelsOf(registry: Registry, name: string): readonly string[] {
  return (registry.getSingleMetric(name) as unknown as { labelNames: readonly string[] }).labelNames;
}

const tableBelow = (heading: string) =>
  new RegExp(`(?<=^${heading}\\n(?:(?!#|\\|).*\\n)*)(?:\\|.*\\n)+`, 'm');

function documented(heading: string): string[][] {
  const [table = ''] = tableBelow(heading).exec(readFileSync(page, 'utf8')) ?? [];
  const lines = table.trim().split('\n').slice(2);
  return lines.map((line) =>
    line
      .replace(/^\| *| *\|$/g, '')
      .split(/ *(?<!\\)\| */)
      .map((cell) => cell.trim()),
  );
}
