import type { Damage, VolumeCheck } from '@visits/persistence';

/** A file of the directory, ours or not. */
export interface ListedFile {
  readonly name: string;
  readonly bytes: number;
}

/** What a check found, and what it is called in one word. */
export interface Report extends VolumeCheck {
  readonly dir: string;
  readonly verdict: 'clean' | 'corrected' | 'damaged';
  readonly files: readonly ListedFile[];
  /** What a repair found damaged, where it kept the bytes, and how many lines had to be replaced. */
  readonly repaired: readonly Damage[];
  readonly aside: readonly string[];
  readonly placeholders: number;
}

/** More than this many places are for `--json`. */
const SHOWN_DAMAGE = 20;
const number = (value: number): string => value.toLocaleString('en-US');
const plural = (value: number, noun: string): string => `${number(value)} ${noun}${value === 1 ? '' : 's'}`;

/** For people: one fact a line, the verdict last. */
export function textOf(report: Report): string {
  const width = Math.max(0, ...report.files.map(({ name }) => name.length));
  const lines = [
    report.dir,
    ...report.files.map(({ name, bytes }) => `  ${name.padEnd(width)}  ${plural(bytes, 'byte')}`),
    ...factsOf(report).map(([name, value]) => `${`${name}:`.padEnd(10)}${value}`),
    ...damageOf(report),
    conclusionOf(report),
  ];
  return `${lines.join('\n')}\n`;
}

function factsOf(report: Report): [string, string][] {
  const { replica, first, last, lines, commits, holder } = report;
  const facts: [string, string][] = [
    [
      'replica',
      replica
        ? `${replica.replica}, format ${replica.format}, base ${number(replica.base)}, since ${replica.createdAt}`
        : 'none yet: the next start makes one',
    ],
    [
      'visits',
      `${number(report.visits)}${report.updatedAt ? `, the last commit at ${report.updatedAt}` : ''}`,
    ],
    ['view', viewOf(report)],
    [
      'kept',
      first === null || last === null
        ? 'no line'
        : `${number(first)} to ${number(last)}: ${plural(lines, 'line')} in ${plural(commits, 'commit')}, each checksum verified`,
    ],
  ];
  if (report.served) {
    facts.push([
      'held',
      holder ? `by pod ${holder.pod}, boot ${holder.boot}, pid ${holder.pid}` : 'by a process',
    ]);
  }
  if (report.tornBytes > 0) {
    facts.push([
      'torn',
      `${plural(report.tornBytes, 'byte')} of an unanswered commit; the next start cuts them`,
    ]);
  }
  return facts;
}

function viewOf({ view, visits, served }: Report): string {
  if (view === null) return 'visits.txt holds no count; the next start writes it';
  if (view === visits) return 'visits.txt says the same';
  const why = view < visits && !served ? '; the next start writes it' : '';
  return `visits.txt says ${number(view)}${why}`;
}

function damageOf({ damage, repaired, aside, placeholders }: Report): string[] {
  const lines = [...places('repaired', repaired), ...places('damage', damage)];
  if (aside.length > 0) lines.push(`kept in:  ${aside.join(', ')}`);
  if (placeholders > 0)
    lines.push(`lost:     ${plural(placeholders, 'line')}; a line stands for each, the count is whole`);
  return lines;
}

function places(word: string, damage: readonly Damage[]): string[] {
  const name = `${word}:`.padEnd(10);
  const shown = damage
    .slice(0, SHOWN_DAMAGE)
    .map(
      ({ file, offset, length, detail }) =>
        `${name}${file} at byte ${offset}, ${plural(length, 'byte')}: ${detail}`,
    );
  const more = damage.length - shown.length;
  return more > 0 ? [...shown, `${name}${plural(more, 'more place')}; --json lists all`] : shown;
}

function conclusionOf({ verdict, damage, repaired, dir }: Report): string {
  if (verdict !== 'damaged') return verdict;
  const what = repaired.length > 0 ? 'still damaged' : 'damaged; nothing was changed';
  return `${plural(damage.length, 'place')} ${what}. Stop the pod, copy the volume, then: visits fsck --repair ${dir}`;
}
