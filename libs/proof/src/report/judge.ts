import { type Files, openBundle } from '../bundle/bundle';
import { type Evidence, gather } from '../evidence/evidence';
import { RULES } from '../rules/index';
import { type Instance, type Rule, Verdicts } from '../rules/rule';
import { RUN, spans } from '../scenarios/span';
import { replicasOf } from './replicas';
import { reportScenario } from './scenarios';
import { scenarioOf } from './findings';
import { type Report, REPORT_SCHEMA, type ScenarioReport, type SelfTestResult } from './schema';
import { timelineOf } from './timeline';

/** Of the rules: a report names it, so that two reports of one bundle can be compared. */
const JUDGE_VERSION = '1';

export interface JudgeOptions {
  readonly selfTest?: SelfTestResult | undefined;
  /** The operands must be made of it, whatever the bundle says. */
  readonly challenge?: string | undefined;
  /** Only the mutation test leaves one out. */
  readonly rules?: readonly Rule[] | undefined;
}

/** From the files of a bundle to its report. The same files give the same bytes, anywhere, at any time. */
export function judge(
  files: Files,
  { selfTest, challenge, rules = Object.values(RULES) }: JudgeOptions = {},
): Report {
  const evidence = gather(openBundle(files), challenge);
  const verdicts = new Verdicts();
  for (const rule of rules) rule.check(evidence, verdicts);
  if (selfTest?.passed === false)
    verdicts.find('SELF_TEST_FAILED', {
      message: 'The self-test before this report failed.',
      evidence: ['report.json'],
    });
  const all = spans(evidence);
  const byScenario = new Map<string, Instance[]>(all.map(({ name }) => [name, []]));
  for (const instance of verdicts.found) byScenario.get(scenarioOf(instance, all, evidence))!.push(instance);
  const scenarios = all.map((span) =>
    reportScenario(span, byScenario.get(span.name)!, verdicts.unchecked, evidence),
  );
  const { ledger, facts, observations } = evidence;
  return {
    schema: REPORT_SCHEMA,
    verdict: overall(scenarios),
    summary: {
      visits: ledger.visits.length,
      acked: evidence.acked.length + evidence.afterCut.length,
      refused: evidence.refused.length,
      unknown: evidence.unknown.length,
      disruptions: observations.of('disruption').length,
    },
    run: { ...runOf(evidence), challenge: facts?.challenge ?? null },
    judge: { version: JUDGE_VERSION, selfTest: selfTest ?? null },
    tool: facts?.tool ?? null,
    target: facts?.target ?? null,
    profile: facts?.profile ?? null,
    cluster: facts?.cluster ?? null,
    nodes: facts?.nodes ?? [],
    storage: facts?.storage ?? null,
    replicas: replicasOf(evidence),
    scenarios,
    timeline: timelineOf(evidence),
    notTested: facts?.notTested ?? [],
    limits: [
      ...verdicts.unchecked.map(({ code, why }) => ({ code, why })),
      ...(facts?.limits ?? []).map((why) => ({ code: null, why })),
    ],
  };
}

/** Whatever the format of the output is. */
export function exitCode({ verdict }: Pick<Report, 'verdict'>): 0 | 1 | 2 {
  return verdict === 'held' ? 0 : verdict === 'violated' ? 1 : 2;
}

export function formatReport(report: Report): string {
  return JSON.stringify(report, null, 2) + '\n';
}

/** Nothing checked is undecided. */
function overall(scenarios: readonly ScenarioReport[]): Report['verdict'] {
  const has = (verdict: string): boolean => scenarios.some((scenario) => scenario.verdict === verdict);
  if (has('violated')) return 'violated';
  if (has('undecided')) return 'undecided';
  return scenarios.some(({ name, verdict }) => name !== RUN && verdict === 'held') ? 'held' : 'undecided';
}

function runOf({ ledger: { header } }: Evidence): { id: string; seed: string; startedAt: string } {
  return { id: header.run, seed: header.seed, startedAt: header.startedAt };
}
