import { type Evidence } from '../evidence/evidence';
import { type FindingCode, findingKind } from '../findings/registry';
import { type Instance } from '../rules/rule';
import { RUN, type Span } from '../scenarios/span';
import { OF_THE_WHOLE_RUN, scenarioKind } from '../scenarios/table';
import { round } from './latency';
import { type Finding } from './schema';

const EVIDENCE_LIMIT = 12;
const AROUND_MS = 2_000;
const AROUND_LIMIT = 80;

/** A lost visit is lost to the disruption that came after it, not to the scenario that was on when it was sent. */
const LOST: readonly FindingCode[] = ['ACK_LOST', 'ACK_REPLACED', 'ACK_COVERED'];

/** The scenario that answers for an instance: the one whose rules name it, by the disruption or by the time. */
export function scenarioOf(
  instance: Instance,
  spans: readonly Span[],
  { observations }: Pick<Evidence, 'observations'>,
): string {
  const { code, ms, replica } = instance;
  const answers = (name: string): boolean =>
    findingKind(code).severity !== 'violated' || scenarioKind(name).rules.includes(code);
  if (spans.some(({ name, skipped }) => name === instance.scenario && !skipped)) return instance.scenario!;
  const ofAll = spans.find(
    ({ name, skipped }) => OF_THE_WHOLE_RUN.includes(name) && !skipped && answers(name),
  );
  const otherwise = findingKind(code).severity === 'violated' && ofAll ? ofAll.name : RUN;
  if (ms === undefined) return otherwise;
  if (LOST.includes(code)) {
    const hit = observations.of('disruption').find((line) => line.ms >= ms && line.replica === replica);
    if (hit && answers(hit.scenario)) return hit.scenario;
  }
  const on = spans.find(({ name, fromMs, toMs }) => name !== RUN && ms >= fromMs && ms <= toMs);
  return on && answers(on.name) ? on.name : otherwise;
}

/** One finding a code: the first instance speaks, the others are counted and pointed at. */
export function groupFindings(instances: readonly Instance[], evidence: Evidence): Finding[] {
  const groups = new Map<FindingCode, Instance[]>();
  for (const instance of instances) {
    const held = groups.get(instance.code);
    if (held) held.push(instance);
    else groups.set(instance.code, [instance]);
  }
  const rank = { violated: 0, undecided: 1, warning: 2 };
  return [...groups]
    .map(([code, [first, ...others]]): Finding => {
      const { severity, title, cause, look, fix } = findingKind(code);
      return {
        code,
        severity,
        title,
        message: first!.message,
        count: others.length + 1,
        ms: first!.ms === undefined ? null : round(first!.ms),
        replica: first!.replica ?? null,
        evidence: [...new Set([...first!.evidence, ...others.map((other) => other.evidence[0]!)])].slice(
          0,
          EVIDENCE_LIMIT,
        ),
        around: severity === 'violated' ? aroundOf(first!, evidence) : [],
        cause,
        look,
        fix,
      };
    })
    .sort((a, b) => rank[a.severity] - rank[b.severity]);
}

function aroundOf({ ms, evidence: places }: Instance, { ledger }: Evidence): Finding['around'] {
  if (ms === undefined) return [];
  return ledger.visits
    .filter(({ sentMs, answeredMs }) => sentMs <= ms + AROUND_MS && (answeredMs ?? sentMs) >= ms - AROUND_MS)
    .sort((a, b) => Math.abs(a.sentMs - ms) - Math.abs(b.sentMs - ms))
    .slice(0, AROUND_LIMIT)
    .sort((a, b) => a.sentMs - b.sentMs)
    .map(({ seq, line, app, target, sentMs, answeredMs, answerLine, outcome, receipt }) => ({
      seq,
      line,
      app,
      target,
      sentMs: round(sentMs),
      answeredMs: answeredMs === undefined ? null : round(answeredMs),
      outcome,
      n: receipt?.n ?? null,
      decisive: places.some((at) => at === `ledger.log#${line}` || at === `ledger.log#${answerLine}`),
    }));
}
