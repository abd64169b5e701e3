import type { Files, Finding, Report, ScenarioReport } from '@visits/proof';
import {
  disruptionOf,
  extentOf,
  findingsOf,
  type Located,
  momentOf,
  scenarioAt,
  violationsOf,
} from './html/decisive';
import { plain, seconds } from './html/markup';
import { quote } from './html/quote';
import { ENDED_EARLY } from '../engine/run-options';
import type { View } from './render';

export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  green(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
}

const bare = (text: string) => text;
const noPaint: Paint = { bold: bare, dim: bare, green: bare, red: bare, yellow: bare };
const signs = { held: '✔', violated: '✗', undecided: '?', skipped: '–' } as const;
const categories = ['run', 'read', 'write', 'disturb', 'hazard'] as const;

/** Of what is open: the rest stands beside its check. */
const MOST_REASONS = 5;

export const textView: View = { file: 'report.txt', render: (report, files) => textOf(report, files) };

/**
 * The verdict and what decides it; then categories, one line a check, detail only where it is not held; then what was not
 * tested. The verdict once more at the end: that is what a terminal shows.
 */
export function textOf(report: Report, files: Files, paint: Paint = noPaint): string {
  const { summary, scenarios, judge, run } = report;
  const blocks = categories.flatMap((category) => {
    const lines = scenarios.filter((one) => one.category === category);
    return lines.length === 0 ? [] : [[paint.bold(category), ...lines.flatMap((one) => check(one, paint))]];
  });
  const counted = `${summary.acked} acknowledged, ${summary.refused} refused, ${summary.unknown} unanswered`;
  const verdict = `${paint.bold(`${sign(report.verdict, paint)} ${report.verdict}`)}: ${summary.visits} visits (${counted}) over ${summary.disruptions} disruptions`;
  const from = [
    ...(judge.selfTest ? [selfTest(judge.selfTest)] : []),
    paint.dim(
      plain(
        `run ${run.id}, seed ${run.seed}, ${run.startedAt}${run.challenge ? `, challenge ${run.challenge}` : ''}`,
      ),
    ),
  ];
  const list = (title: string, items: readonly string[]) =>
    items.length === 0 ? [] : [[paint.bold(title), ...items.map((item) => `  ${plain(item)}`)]];
  const limits = report.limits.map(({ code, why }) =>
    code ? `${code} was not checked in full: ${why}` : why,
  );
  const decisive = report.verdict === 'violated' ? convicting(report, files, paint) : open(report, paint);
  const all = [
    [verdict, ...decisive],
    ...blocks,
    ...list('not tested', report.notTested),
    ...list('limits', limits),
    [verdict, ...decisive.slice(0, 1), ...from],
  ];
  return `${all.map((block) => block.join('\n')).join('\n\n')}\n`;
}

/** What convicts, and the lines of the bundle that show it. */
function convicting(report: Report, files: Files, paint: Paint): string[] {
  const [first, ...others] = violationsOf(report);
  if (!first) return [];
  const { finding, scenario } = first;
  const quoted = finding.evidence.slice(0, 2).flatMap((place) => {
    const line = quote(files, place);
    return [`    ${plain(place)}`, ...(line === null ? [] : [paint.bold(`      ${line}`)])];
  });
  const also = others.map((one) => `${one.finding.code} in ${one.scenario.name}`).slice(0, MOST_REASONS);
  return [
    `  ${paint.red(finding.code)} in ${plain(scenario.name)}: ${finding.title}`,
    `    ${plain(finding.message)}${more(finding)}`,
    ...quoted,
    ...whenOf(report, first).map((line) => `    ${line}`),
    `    Extent: ${extentOf(report)}.`,
    paint.dim(`    ${READ_IT}`),
    ...(also.length > 0 ? [`  also ${plain(also.join(', '))}`] : []),
  ];
}

function whenOf(report: Report, located: Located): string[] {
  const { finding } = located;
  if (finding.ms === null) return [];
  const after = disruptionOf(report, finding);
  const played = scenarioAt(report, located);
  return [
    `When: ${seconds(finding.ms)} into the run${played === null ? '' : `, in ${plain(played)}`}${at(momentOf(report, finding.ms))}.`,
    ...(after === null ? [] : [`Disruption: ${after}.`]),
  ];
}

/** For who has the bundle and nothing else. */
const READ_IT =
  'FILE#N is line N of FILE. In ledger.log, i is a visit as it was sent and o its answer; times are ms into the run.';

const at = (moment: string | null) => (moment === null ? '' : `, ${moment}`);
const more = ({ count }: Finding) => (count > 1 ? ` (and ${count - 1} more)` : '');

/** Why nothing is concluded. */
function open(report: Report, paint: Paint): string[] {
  const found = findingsOf(report, 'undecided').map(
    ({ finding: { code, message }, scenario }) =>
      `  ${paint.yellow(code)} in ${plain(scenario.name)}: ${plain(message)}`,
  );
  const reasons = report.scenarios
    .filter(({ verdict }) => verdict === 'undecided')
    .flatMap(({ name, reasons }) => reasons.map((reason) => `  ${plain(name)}: ${plain(reason)}`));
  const notes = report.limits.filter(({ code }) => code === null).map(({ why }) => why);
  // What stopped a run explains all that it then lacks.
  const ended = notes.filter((why) => why.startsWith(ENDED_EARLY));
  const others = notes.filter((why) => !ended.includes(why));
  const indented = (lines: readonly string[]) => lines.map((why) => `  ${plain(why)}`);
  return [...indented(ended), ...found, ...reasons, ...indented(others)].slice(0, MOST_REASONS);
}

function sign(verdict: keyof typeof signs, paint: Paint): string {
  const color = { held: paint.green, violated: paint.red, undecided: paint.yellow, skipped: paint.dim };
  return color[verdict](signs[verdict]);
}

function check(one: ScenarioReport, paint: Paint): string[] {
  const { name, verdict, title, exposure, findings, reasons, heldWhen } = one;
  const hits = exposure.hits.length > 0 ? `, ${exposure.hits.length} hit` : '';
  const exposed = verdict === 'skipped' ? '' : paint.dim(` (${exposure.acked} acknowledged${hits})`);
  const line = `  ${sign(verdict, paint)} ${plain(name).padEnd(12)} ${plain(title)}${exposed}`;
  if (verdict === 'held') return [line, ...findings.flatMap((finding) => detail(finding, paint))];
  const why = reasons.map((reason) => `      ${plain(reason)}`);
  const held = verdict === 'skipped' ? [] : [paint.dim(`      held when: ${heldWhen}`)];
  return [line, ...why, ...findings.flatMap((finding) => detail(finding, paint)), ...held];
}

function detail(finding: Finding, paint: Paint): string[] {
  const { code, severity, message, evidence, cause, look, fix } = finding;
  const color = severity === 'violated' ? paint.red : paint.yellow;
  const first = `      ${color(code)} ${plain(message)}${more(finding)}`;
  if (severity === 'warning') return [first];
  return [
    first,
    `        evidence: ${plain(evidence.slice(0, 3).join(' '))}`,
    `        cause: ${cause}`,
    `        look: ${look}`,
    `        fix: ${fix}`,
  ];
}

function selfTest({ clean, lies, passed }: NonNullable<Report['judge']['selfTest']>): string {
  const found = `${lies.convicted} of ${lies.runs} planted lies convicted, ${clean.falseAlarms} of ${clean.runs} clean runs`;
  return `the judge before it: ${found}${passed ? '' : ' – it failed'}`;
}
