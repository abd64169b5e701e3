import { FINDING_CODES, type Finding, type Report, type ScenarioReport } from '@visits/proof';
import { counted, laneName, plain, seconds, whole } from './markup';

const MOST_VOLUMES = 8;

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

/** What had just been done to the pod: what was acknowledged before it is gone, or came wrong after it. */
export function disruptionOf(report: Report, { replica, ms }: Finding): string | null {
  const volume = volumeOf(report, replica);
  const hit = volume && ms !== null ? disruptionNear(report, laneName(volume), ms) : undefined;
  if (!hit) return null;
  const shownBy = hit.shownBy === null ? 'which nothing shows' : `shown by ${plain(hit.shownBy, 80)}`;
  return `${plain(hit.how, 40)} of ${plain(hit.pod, 40)} at ${seconds(hit.ms)}, ${shownBy}; its last answer came at ${seconds(hit.deathMs)}`;
}

export function volumeOf({ replicas }: Report, replica: string | null) {
  return replicas.find((one) => one.replica !== null && one.replica === replica);
}

function disruptionNear({ scenarios }: Report, pod: string, ms: number) {
  const hits = scenarios.flatMap(({ exposure }) => exposure.hits).filter((hit) => hit.pod === pod);
  const far = ({ deathMs }: { deathMs: number }) => Math.abs(deathMs - ms);
  return hits.sort((a, b) => far(a) - far(b))[0];
}

/** How much of what was acknowledged is not where its receipt says, or that all of it is. */
export function extentOf({ replicas }: Report): string {
  const short = replicas.filter(({ acked, stored }) => stored < acked);
  if (short.length > 0)
    return `${short
      .slice(0, MOST_VOLUMES)
      .map(
        (one) =>
          `${laneName(one)} lacks ${whole(one.acked - one.stored)} of ${counted(one.acked, 'acknowledged visit')}`,
      )
      .join(', ')}${short.length > MOST_VOLUMES ? ', …' : ''}`;
  const acked = replicas.reduce((sum, one) => sum + one.acked, 0);
  return acked === 0
    ? 'no receipt names a volume'
    : `all ${counted(acked, 'acknowledged visit')} are on their volumes`;
}
