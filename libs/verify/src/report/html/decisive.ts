import { FINDING_CODES, type Finding, type Report, type ScenarioReport } from '@visits/proof';

/** A finding with the scenario that answers for it, and where on the page it is. */
export interface Located {
  readonly finding: Finding;
  readonly scenario: ScenarioReport;
  readonly id: string;
}

export function idOf(scenario: number, finding: number): string {
  return `finding-${scenario + 1}-${finding + 1}`;
}

/** All that convicts, the decisive one first: a lost visit says more than what follows from it. */
export function violationsOf(report: Report): Located[] {
  return findingsOf(report, 'violated').sort(
    (a, b) =>
      FINDING_CODES.indexOf(a.finding.code) - FINDING_CODES.indexOf(b.finding.code) ||
      (a.finding.ms ?? Infinity) - (b.finding.ms ?? Infinity) ||
      0,
  );
}

export function findingsOf({ scenarios }: Report, severity: Finding['severity']): Located[] {
  return scenarios.flatMap((scenario, i) =>
    scenario.findings.flatMap((finding, j) =>
      finding.severity === severity ? [{ finding, scenario, id: idOf(i, j) }] : [],
    ),
  );
}

/** On a wall clock, or null where the ledger's header has no time. */
export function momentOf({ run }: Report, ms: number): string | null {
  const at = new Date(Date.parse(run.startedAt) + ms);
  return Number.isNaN(at.getTime()) ? null : at.toISOString().replace('T', ' ').replace('Z', ' UTC');
}

/** The disruption of that pod that is nearest in time: what was acknowledged before it and is gone, or came wrong after. */
export function disruptionNear({ scenarios }: Report, pod: string, ms: number) {
  const hits = scenarios.flatMap(({ exposure }) => exposure.hits).filter((hit) => hit.pod === pod);
  const far = ({ deathMs }: { deathMs: number }) => Math.abs(deathMs - ms);
  return hits.sort((a, b) => far(a) - far(b))[0];
}
