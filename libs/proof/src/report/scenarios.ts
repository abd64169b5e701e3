import { type Evidence } from '../evidence/evidence';
import { type Instance, type Unchecked } from '../rules/rule';
import { exposureOf, shortOf } from '../scenarios/exposure';
import { RUN, type Span } from '../scenarios/span';
import { scenarioKind } from '../scenarios/table';
import { groupFindings } from './findings';
import { latencyOf, round } from './latency';
import { type ScenarioReport, type Verdict } from './schema';

/** Lines that no text and no receipt explains, of all visits that were acknowledged: more, and too much can hide there. */
const MOST_BY_NUMBER = 0.01;

/** One scenario with its verdict. Violated beats undecided beats held; held needs its floor and each rule it names. */
export function reportScenario(
  span: Span,
  instances: readonly Instance[],
  unchecked: readonly Unchecked[],
  evidence: Evidence,
): ScenarioReport {
  const { category, title, heldWhen, floor, rules } = scenarioKind(span.name);
  const exposure = exposureOf(span, evidence);
  const own: Instance[] = [...instances];
  const reasons: string[] = [];
  if (span.name === RUN) reasons.push(...shortOfRun(evidence));
  else if (span.skipped !== undefined) {
    reasons.push(span.skipped);
    if (span.named) own.push(instanceOf(span, 'SCENARIO_SKIPPED', `It was asked for: ${span.skipped}.`));
  } else {
    if (span.last?.word !== 'end')
      own.push(instanceOf(span, 'NOT_FINISHED', `Its last word is \`${span.last?.word ?? 'none'}\`.`));
    const short = shortOf(floor, exposure);
    if (short.length > 0) own.push(instanceOf(span, 'EXPOSURE_LOW', `${short.join('; ')}.`));
    for (const { code, why } of unchecked)
      if ((rules as readonly string[]).includes(code)) reasons.push(`${code} was not checked: ${why}`);
  }
  const findings = groupFindings(own, evidence);
  const verdict = verdictOf(findings, reasons, span);
  const within = (ms: number): boolean => ms >= span.fromMs && ms <= span.toMs;
  const probes = evidence.ledger.probes.filter(({ ms }) => within(ms));
  const visits = evidence.acked.filter(({ sentMs }) => within(sentMs));
  return {
    name: span.name,
    category,
    title,
    heldWhen,
    verdict,
    reasons,
    exposure: {
      ...exposure,
      hits: exposure.hits.map((hit) => ({
        ...hit,
        boot: hit.boot ?? null,
        shownBy: hit.shownBy ?? null,
        ms: round(hit.ms),
        deathMs: round(hit.deathMs),
      })),
    },
    windows: {
      trusted: !findings.some(({ code }) => code === 'WRITER_STARVED'),
      unavailable: unavailable(probes),
    },
    latency: {
      visits: latencyOf(visits.map(({ sentMs, answeredMs }) => answeredMs! - sentMs)),
      probes: latencyOf(probes.filter(({ status }) => status === 200).map(({ latencyMs }) => latencyMs)),
    },
    findings,
    fromMs: Number.isFinite(span.fromMs) ? round(span.fromMs) : null,
    tookMs: Number.isFinite(span.toMs - span.fromMs) ? round(span.toMs - span.fromMs) : null,
  };
}

function verdictOf(
  findings: readonly { severity: string }[],
  reasons: readonly string[],
  span: Span,
): Verdict {
  const has = (severity: string): boolean => findings.some((finding) => finding.severity === severity);
  if (has('violated')) return 'violated';
  if (has('undecided')) return 'undecided';
  if (span.skipped !== undefined) return 'skipped';
  return reasons.length > 0 ? 'undecided' : 'held';
}

function instanceOf({ name, last }: Span, code: Instance['code'], message: string): Instance {
  return { code, message, evidence: [last?.evidence ?? 'facts.json'], scenario: name };
}

/**
 * A line that only the number of an unanswered visit explains may as well be one too many. Unanswered visits without a
 * line hide nothing.
 */
function shortOfRun({ acked, accounting, facts }: Evidence): string[] {
  const byNumber = [...accounting.matched.keys()].filter((visit) => visit.text === undefined).length;
  return [
    ...(acked.length > 0 ? [] : ['no visit was acknowledged']),
    ...(facts ? [] : ['facts.json is missing: no scenario and no exposure is known']),
    ...(byNumber > acked.length * MOST_BY_NUMBER
      ? [
          `${byNumber} lines of the clock fit unanswered visits by their number only, more than 1 % of ${acked.length} acknowledged`,
        ]
      : []),
  ];
}

/** From the first failed probe to the next that succeeds. */
function unavailable(probes: readonly { ms: number; status?: number }[]): { fromMs: number; toMs: number }[] {
  const windows: { fromMs: number; toMs: number }[] = [];
  let fromMs: number | undefined;
  for (const { ms, status } of probes) {
    if (status !== 200) fromMs ??= ms;
    else if (fromMs !== undefined) {
      windows.push({ fromMs: round(fromMs), toMs: round(ms) });
      fromMs = undefined;
    }
  }
  const last = probes.at(-1);
  if (fromMs !== undefined && last) windows.push({ fromMs: round(fromMs), toMs: round(last.ms) });
  return windows;
}
