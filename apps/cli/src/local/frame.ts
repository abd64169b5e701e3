import { stripVTControlCharacters } from 'node:util';
import type { Size } from './canvas';
import { type Colors, narrowTableOf, type PodRow, tableOf } from './table';

/** What a person sees of one app. */
export interface AppView {
  readonly app: string;
  readonly url: string;
  /** `25`, `at least 25`, or null while no pod knows it. */
  readonly total: string | null;
  readonly rows: readonly PodRow[];
}

export interface View {
  readonly apps: readonly AppView[];
  readonly notes: readonly string[];
  readonly guide: readonly string[];
}

const GAP = '  ';

/**
 * The lines for a terminal of that size. Pods and totals come first: notes and the guide make room for them, and two
 * apps stand side by side where they are too high one above the other.
 */
export function frameOf({ apps, notes, guide }: View, { columns, rows }: Size, colors: Colors): string[] {
  const width = columns - 1;
  const height = rows - 1;
  const all = apps.flatMap((app) => app.rows);
  const fixed = apps.length + guide.length + 3;
  const isTall = fixed + 1 + all.length > height;
  const pairs = isTall && apps.length > 1 ? sideBySide(apps, colors) : null;
  const isPaired = pairs !== null && pairs.every((line) => widthOf(line) <= width);
  const pods = isPaired ? pairs : tableOf(all, colors);
  const head = headOf(apps, colors);
  const withPorts = head.map((line, at) => `${line}${GAP}${colors.dim(portsOf(apps[at]?.rows ?? []))}`);
  if (isPaired && withPorts.every((line) => widthOf(line) <= width))
    head.splice(0, head.length, ...withPorts);
  const room = height - head.length - 1 - pods.length;
  return shownOf(head, withinHeight(pods, height - head.length - 1), notes, guide, room, colors).map((line) =>
    withinWidth(line, width),
  );
}

function shownOf(
  head: readonly string[],
  pods: readonly string[],
  notes: readonly string[],
  guide: readonly string[],
  room: number,
  colors: Colors,
): string[] {
  const shownGuide = guide.length < room ? ['', ...guide] : [];
  const left = room - shownGuide.length - 1;
  const shownNotes = left > 0 ? notes.slice(-left).map(colors.dim) : [];
  return [...head, '', ...pods, ...(shownNotes.length > 0 ? ['', ...shownNotes] : []), ...shownGuide];
}

/** Where visits go, how many pods take them, and what they counted together. */
function headOf(apps: readonly AppView[], colors: Colors): string[] {
  const name = Math.max(...apps.map(({ app }) => app.length));
  const address = Math.max(...apps.map(({ url }) => url.length));
  const ready = apps.map(
    ({ rows }) => `${rows.filter(({ state }) => state === 'ready').length} of ${rows.length} ready`,
  );
  const longest = Math.max(...ready.map(({ length }) => length));
  return apps.map(({ app, url, total }, place) =>
    [
      app.padEnd(name),
      colors.bold(url) + ' '.repeat(address - url.length),
      (ready[place] ?? '').padEnd(longest),
      `total ${total ?? '-'}`,
    ].join(GAP),
  );
}

/** `:8010-:8019`, in a table without addresses. */
function portsOf(rows: readonly PodRow[]): string {
  const ports = [rows[0], rows.at(-1)].map((row) => `:${new URL(row?.url ?? 'http://localhost').port}`);
  return ports.join('-');
}

function sideBySide(apps: readonly AppView[], colors: Colors): string[] {
  const tables = apps.map(({ rows }) => narrowTableOf(rows, colors));
  const widths = tables.map((table) => Math.max(...table.map(widthOf)));
  const length = Math.max(...tables.map((table) => table.length));
  return Array.from({ length }, (_, at) =>
    tables
      .map((table, place) => {
        const line = table[at] ?? '';
        return line + ' '.repeat((widths[place] ?? 0) - widthOf(line));
      })
      .join(GAP)
      .trimEnd(),
  );
}

function withinHeight(lines: readonly string[], most: number): string[] {
  if (lines.length <= most) return [...lines];
  const shown = lines.slice(0, Math.max(1, most - 1));
  return [...shown, `… ${lines.length - shown.length} more: make the terminal larger`];
}

function withinWidth(line: string, most: number): string {
  if (widthOf(line) <= most) return line;
  return `${stripVTControlCharacters(line).slice(0, most - 1)}…`;
}

const widthOf = (line: string): number => stripVTControlCharacters(line).length;
